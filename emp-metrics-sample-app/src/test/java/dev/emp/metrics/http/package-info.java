/**
 * Tests of the metrics of HTTP requests with real servers.
 */
@NullMarked
package dev.emp.metrics.http;

import org.jspecify.annotations.NullMarked;
