package dev.emp.metrics.support;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;
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

	/** Those that samples of a histogram or a summary have. */
	private static final Set<String> RESERVED = Set.of("le", "quantile");

	private final WeakReference<MeterRegistry> registry;

	RegistryLabels(MeterRegistry registry) {
		this.registry = new WeakReference<>(registry);
	}

	@Override
	public String apply(String key) {
		String label = inRegistry(key);
		return (label != null) ? label : PrometheusNames.label(key);
	}

	static boolean isReserved(String label) {
		return RESERVED.contains(label);
	}

	/**
	 * Note where a meter of ours has one label twice, or one that Prometheus needs
	 * itself. Called by the registry.
	 * @param meter a meter that was added
	 */
	void check(Meter meter) {
		Registering own = Registering.current();
		MeterRegistry present = this.registry.get();
		if (own == null || present == null) {
			return;
		}
		List<String> labels = meter.getId().getTags().stream().map(Tag::getKey).map(this).toList();
		if (Set.copyOf(labels).size() < labels.size()
				|| (own.isOf(meter.getId()) && labels.stream().anyMatch(RegistryLabels::isReserved))) {
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
