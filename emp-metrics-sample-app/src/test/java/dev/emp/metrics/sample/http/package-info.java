/**
 * Tests.
 */
@NullMarked
package dev.emp.metrics.sample.http;

import org.jspecify.annotations.NullMarked;
