package dev.emp.metrics.support;

import java.util.HashMap;
import java.util.Map;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

/**
 * The tags that the application gives every meter of a registry, by a property or in
 * code. No registry lists them: a meter without tags of its own shows them.
 */
final class CommonTags {

	private static final String NAME = "emp.metrics.common.tags";

	private CommonTags() {
	}

	/**
	 * The common tags.
	 * @param registry the registry; of one that is made of others the first that has a
	 * tag gives its value
	 * @return the values by key, without those of a registry that does not tell
	 */
	static Map<String, String> of(MeterRegistry registry) {
		Map<String, String> tags = new HashMap<>();
		add(registry, tags);
		return tags;
	}

	private static void add(MeterRegistry registry, Map<String, String> tags) {
		if (registry instanceof CompositeMeterRegistry composite) {
			composite.getRegistries().forEach((part) -> add(part, tags));
		}
		try {
			Meter shown = registry.counter(NAME);
			registry.remove(shown);
			shown.getId().getTags().forEach((tag) -> tags.putIfAbsent(tag.getKey(), tag.getValue()));
		}
		catch (Throwable ex) {
			// a filter or a listener of the application, which the next registration
			// meets
		}
	}

}
