package dev.emp.metrics.support;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The tags that the application gives every meter of a registry, by a property or in
 * code. No registry lists them: a meter without tags of its own shows them.
 */
final class CommonTags {

	private static final String NAME = "emp.metrics.common.tags";

	private CommonTags() {
	}

	/**
	 * The value of a common tag.
	 * @param registry the registry; of one that is made of others the first that has it
	 * @param key the key of the tag
	 * @return the value, or null if the registry has no such tag or does not tell
	 */
	static @Nullable String value(MeterRegistry registry, String key) {
		if (registry instanceof CompositeMeterRegistry composite) {
			for (MeterRegistry part : composite.getRegistries()) {
				String value = value(part, key);
				if (value != null) {
					return value;
				}
			}
		}
		try {
			Meter shown = registry.counter(NAME);
			registry.remove(shown);
			return shown.getId().getTag(key);
		}
		catch (Throwable ex) {
			// a filter or a listener of the application: what is registered next tells of
			// it
			return null;
		}
	}

}
