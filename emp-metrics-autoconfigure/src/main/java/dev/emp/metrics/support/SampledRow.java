package dev.emp.metrics.support;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Tags;

import dev.emp.metrics.MeterDefinition;

/**
 * One gauge of a {@link SampledSource}. Two rows of a source with one definition and the
 * same tags are the same series.
 *
 * @param <T> what the source reads
 * @param definition what the gauge is
 * @param tags the tags
 * @param value takes the value out of what was read, without I/O; NaN if that does not
 * know it
 */
public record SampledRow<T>(MeterDefinition definition, Tags tags, ToDoubleFunction<T> value) {

}
