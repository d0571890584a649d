/**
 * Tests.
 */
@NullMarked
package dev.emp.metrics.sample.work;

import org.jspecify.annotations.NullMarked;
