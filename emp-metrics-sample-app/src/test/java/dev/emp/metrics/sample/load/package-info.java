/**
 * Tests.
 */
@NullMarked
package dev.emp.metrics.sample.load;

import org.jspecify.annotations.NullMarked;
