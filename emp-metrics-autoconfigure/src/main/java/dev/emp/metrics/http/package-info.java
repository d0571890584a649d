/**
 * Measures the requests that the application answers over HTTP: how many, how long they
 * took, and what became of them.
 */
@NullMarked
package dev.emp.metrics.http;

import org.jspecify.annotations.NullMarked;
