/**
 * Measures the GPUs of the machine: load, memory, temperature, power and errors.
 */
@NullMarked
package dev.emp.metrics.gpu;

import org.jspecify.annotations.NullMarked;
