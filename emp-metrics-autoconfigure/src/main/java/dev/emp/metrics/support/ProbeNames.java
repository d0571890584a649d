package dev.emp.metrics.support;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.MeterDefinition;

/**
 * The values of one tag that probes give. Beyond the limit there is no {@code _other}:
 * unlike counts, the gauges of two probes cannot be one series.
 */
public final class ProbeNames {

	private final BoundedTags values;

	private final int limit;

	/**
	 * Create a limit.
	 * @param meters counts the values beyond the limit
	 * @param meter the meter that has the tag, or the first of several
	 * @param key the key of the tag
	 * @param limit how many values are admitted
	 */
	public ProbeNames(Meters meters, MeterDefinition meter, String key, int limit) {
		this.limit = limit;
		Tags tags = Tags.of("meter", meter.spec().name(), "tag", key);
		this.values = new BoundedTags(limit,
				() -> meters.counter(SupportMeters.CARDINALITY_OVERFLOW, tags).increment());
	}

	/**
	 * Admit a value.
	 * @param method the method of the probe that gave it, for the message
	 * @param value the value
	 * @return the value as a tag can have it
	 * @throws IllegalStateException if there is no value, or no room for it
	 */
	public String admit(String method, @Nullable String value) {
		if (value == null || value.isBlank()) {
			throw new IllegalStateException(method + " gave no name");
		}
		String admitted = this.values.bound(value);
		if (admitted.equals(BoundedTags.OTHER)) {
			throw new IllegalStateException(
					method + " gave '" + value + "', and the limit of " + this.limit + " such values is reached");
		}
		return admitted;
	}

}
