/**
 * Measures what the metering of one call costs, next to other ways to meter it.
 */
@NullMarked
package dev.emp.metrics.benchmarks;

import org.jspecify.annotations.NullMarked;
