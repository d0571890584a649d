package dev.emp.metrics.support;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.MeterDefinition;

/**
 * One series of a {@link SampledSource}. Two rows of a source with one definition and the
 * same tags are the same series. As a counter it grows by what each of its things counts
 * from when it is first seen there: where another thing comes behind the tags, what that
 * has counted before is not added.
 *
 * @param <T> what the source reads
 * @param definition what the series is, a gauge or a counter
 * @param tags the tags
 * @param value takes the value out of what was read, without I/O; NaN if that does not
 * know it. Of a counter it is what the world has counted so far
 * @param thing what counts, by its identity and wherever it is shown; null where the tags
 * are all that is known of it, so that it is taken for another once it was unknown. Of no
 * meaning for gauges
 * @param mostPerSecond how much it can count in a second
 */
public record SampledRow<T>(MeterDefinition definition, Tags tags, ToDoubleFunction<T> value, @Nullable Object thing,
		double mostPerSecond) {

	/**
	 * Create a row of which nothing more is known.
	 * @param definition what the series is
	 * @param tags the tags
	 * @param value takes the value out of what was read
	 */
	public SampledRow(MeterDefinition definition, Tags tags, ToDoubleFunction<T> value) {
		this(definition, tags, value, null, Growth.UNBOUNDED);
	}

}
