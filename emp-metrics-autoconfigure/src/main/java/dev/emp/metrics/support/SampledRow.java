package dev.emp.metrics.support;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Tags;

import dev.emp.metrics.MeterDefinition;

/**
 * One series of a {@link SampledSource}. Two rows of a source with one definition and the
 * same tags are the same series.
 *
 * @param <T> what the source reads
 * @param definition what the series is, a gauge or a counter
 * @param tags the tags
 * @param value takes the value out of what was read, without I/O; NaN if that does not
 * know it. Of a counter it is what the world has counted so far
 */
public record SampledRow<T>(MeterDefinition definition, Tags tags, ToDoubleFunction<T> value) {

}
