/**
 * What it costs to look at the machine.
 */
@NullMarked
package dev.emp.metrics.benchmarks.machine;

import org.jspecify.annotations.NullMarked;
