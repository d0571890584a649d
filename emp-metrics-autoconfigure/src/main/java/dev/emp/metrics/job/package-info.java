/**
 * Measures jobs: how many, how long, how long they waited, what became of them, and why.
 */
@NullMarked
package dev.emp.metrics.job;

import org.jspecify.annotations.NullMarked;
