/**
 * Tests.
 */
@NullMarked
package dev.emp.metrics.sample.queue;

import org.jspecify.annotations.NullMarked;
