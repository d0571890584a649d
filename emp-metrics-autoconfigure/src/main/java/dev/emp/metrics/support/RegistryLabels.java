package dev.emp.metrics.support;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.PrometheusNames;

/**
 * The labels that a registry makes of tag keys, by a naming convention that may be the
 * application's.
 */
final class RegistryLabels implements UnaryOperator<String> {

	private final WeakReference<MeterRegistry> registry;

	RegistryLabels(MeterRegistry registry) {
		this.registry = new WeakReference<>(registry);
	}

	@Override
	public String apply(String key) {
		String label = inRegistry(key);
		return (label != null) ? label : PrometheusNames.label(key);
	}

	/**
	 * Note where a meter of ours has one label twice. Called by the registry.
	 * @param meter a meter that was added
	 */
	void check(Meter meter) {
		Registering own = Registering.current();
		MeterRegistry present = this.registry.get();
		if (own == null || present == null) {
			return;
		}
		List<Tag> tags = meter.getId().getTags();
		if (tags.stream().map(Tag::getKey).map(this).distinct().count() < tags.size()) {
			own.ambiguousIn(present);
		}
	}

	private @Nullable String inRegistry(String key) {
		try {
			MeterRegistry present = this.registry.get();
			return (present != null) ? present.config().namingConvention().tagKey(key) : null;
		}
		catch (Throwable ex) {
			// the registry itself meets it, and says so
			return null;
		}
	}

}
