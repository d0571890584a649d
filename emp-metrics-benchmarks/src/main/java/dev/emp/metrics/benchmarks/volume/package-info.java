/**
 * Measures what a worker puts on the wire, and what it costs to put it there.
 */
@NullMarked
package dev.emp.metrics.benchmarks.volume;

import org.jspecify.annotations.NullMarked;
