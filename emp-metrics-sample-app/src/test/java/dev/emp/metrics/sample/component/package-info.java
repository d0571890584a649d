/**
 * Tests with real components: an OpenTelemetry Collector, a Prometheus, and the sample
 * application as processes of their own.
 */
@NullMarked
package dev.emp.metrics.sample.component;

import org.jspecify.annotations.NullMarked;
