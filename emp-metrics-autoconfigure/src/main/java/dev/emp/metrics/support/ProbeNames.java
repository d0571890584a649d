package dev.emp.metrics.support;

import java.util.HashMap;
import java.util.Map;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.MeterDefinition;

/**
 * The values of one tag that the probes of the moment have. Beyond the limit there is no
 * {@code _other}: unlike counts, the gauges of two probes cannot be one series.
 */
public final class ProbeNames {

	private final Map<String, Integer> uses = new HashMap<>();

	private final int limit;

	private final String property;

	private final Runnable onOverflow;

	/**
	 * Create a limit.
	 * @param meters counts the values beyond the limit
	 * @param meter the meter that has the tag, or the first of several
	 * @param key the key of the tag
	 * @param limit how many values are admitted
	 * @param property the property that sets the limit
	 */
	public ProbeNames(Meters meters, MeterDefinition meter, String key, int limit, String property) {
		this.limit = limit;
		this.property = property;
		Tags tags = Tags.of("meter", meter.spec().name(), "tag", key);
		this.onOverflow = () -> meters.counter(SupportMeters.CARDINALITY_OVERFLOW, tags).increment();
	}

	/**
	 * Admit a value, until it is freed as often as it was admitted.
	 * @param method the method of the probe that gave it, for the message
	 * @param value the value
	 * @return the value as a tag can have it
	 * @throws IllegalStateException if there is no value, or no room for it
	 */
	public String admit(String method, @Nullable String value) {
		if (value == null || value.isBlank()) {
			throw new IllegalStateException(method + " gave no name");
		}
		String name = BoundedTags.text(value);
		if (!use(name)) {
			this.onOverflow.run();
			throw new IllegalStateException(method + " gave '" + value + "', and the limit of " + this.limit
					+ " such values, which " + this.property + " sets, is reached");
		}
		return name;
	}

	private synchronized boolean use(String name) {
		boolean hasRoom = this.uses.containsKey(name) || this.uses.size() < this.limit;
		// what says nothing takes no place, as elsewhere
		if (hasRoom && !name.equals(BoundedTags.UNKNOWN)) {
			this.uses.merge(name, 1, Integer::sum);
		}
		return hasRoom || name.equals(BoundedTags.UNKNOWN);
	}

	/**
	 * Make room again for what a probe had that is gone.
	 * @param name the value as it was admitted
	 */
	public synchronized void free(String name) {
		this.uses.computeIfPresent(name, (key, uses) -> (uses > 1) ? uses - 1 : null);
	}

}
