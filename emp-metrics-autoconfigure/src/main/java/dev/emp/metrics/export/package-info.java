/**
 * Brings the metrics to a Collector: who sends, where to, how often.
 */
@NullMarked
package dev.emp.metrics.export;

import org.jspecify.annotations.NullMarked;
