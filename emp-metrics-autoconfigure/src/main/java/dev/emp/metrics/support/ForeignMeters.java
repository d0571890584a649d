package dev.emp.metrics.support;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.emp.metrics.MeterSpec;

/**
 * Warns once of each meter of the application that has one of our names: both would land
 * in one metric and make its sums wrong.
 */
final class ForeignMeters {

	private static final Log logger = LogFactory.getLog(Meters.class);

	private final MeterRegistry registry;

	private final Map<String, MeterSpec> ours = new ConcurrentHashMap<>();

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	ForeignMeters(MeterRegistry registry) {
		this.registry = registry;
		// a listener cannot be taken back, and the registry may outlive the context
		WeakReference<ForeignMeters> self = new WeakReference<>(this);
		registry.config().onMeterAdded((meter) -> {
			ForeignMeters live = self.get();
			if (live != null) {
				live.check(meter);
			}
		});
	}

	void watch(MeterSpec spec) {
		if (this.ours.putIfAbsent(spec.name(), spec) == null) {
			this.registry.find(spec.name()).meters().forEach(this::check);
		}
	}

	void refused(MeterSpec spec, Throwable ex) {
		if (this.warned.add(spec.name())) {
			logger.warn("The meter '" + spec.name() + "' cannot be registered and is not counted: " + ex
					+ ". Rename the application's meter of that name, or mend the filter that fails.");
		}
	}

	private void check(Meter meter) {
		MeterSpec spec = this.ours.get(meter.getId().getName());
		if (spec == null) {
			return;
		}
		// the keys of our own meters are the user's to change by a filter; the
		// description stays
		if (!spec.description().equals(meter.getId().getDescription())) {
			warn(spec.name(), "the application has a " + meter.getId());
		}
	}

	private void warn(String name, String reason) {
		if (this.warned.add(name)) {
			logger.warn("The meter '" + name + "' belongs to emp-metrics as well: " + reason
					+ ". Rename the application's meter, or deny it with management.metrics.enable; until then sums "
					+ "over the metric mix the two.");
		}
	}

}
