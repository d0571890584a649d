/**
 * Tests of how the metrics come and go with application contexts.
 */
@NullMarked
package dev.emp.metrics.sample.lifecycle;

import org.jspecify.annotations.NullMarked;
