/**
 * The acceptance kit of metered jobs: the pitfalls of metering by annotation, each a test
 * that runs against this library and, where they have the fault, against the aspects of
 * Micrometer.
 */
@NullMarked
package dev.emp.metrics.test.rows;

import org.jspecify.annotations.NullMarked;
