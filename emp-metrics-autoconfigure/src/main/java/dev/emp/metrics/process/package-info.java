/**
 * Measures this process: memory, processor time, threads and descriptors.
 */
@NullMarked
package dev.emp.metrics.process;

import org.jspecify.annotations.NullMarked;
