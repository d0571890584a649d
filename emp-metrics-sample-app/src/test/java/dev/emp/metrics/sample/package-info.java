/**
 * Tests.
 */
@NullMarked
package dev.emp.metrics.sample;

import org.jspecify.annotations.NullMarked;
