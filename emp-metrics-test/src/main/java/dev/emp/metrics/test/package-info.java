/**
 * Test support for applications with metered jobs.
 */
@NullMarked
package dev.emp.metrics.test;

import org.jspecify.annotations.NullMarked;
