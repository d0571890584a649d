/**
 * Tests for the page about backends: each block of properties is started as it stands
 * there.
 */
@NullMarked
package dev.emp.metrics.sample.backend;

import org.jspecify.annotations.NullMarked;
