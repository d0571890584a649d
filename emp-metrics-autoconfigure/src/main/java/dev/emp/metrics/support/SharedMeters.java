package dev.emp.metrics.support;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Which contexts use which meter of a registry, since several may share one. Knows
 * everything weakly: a registry that is forgotten without being closed can go.
 */
final class SharedMeters {

	private static final Map<MeterRegistry, SharedMeters> ofRegistries = Collections
		.synchronizedMap(new WeakHashMap<>());

	private final Map<Meter.Id, Use> uses = new HashMap<>();

	private SharedMeters() {
	}

	static SharedMeters of(MeterRegistry registry) {
		return ofRegistries.computeIfAbsent(registry, (key) -> new SharedMeters());
	}

	/**
	 * Note that a context uses a meter.
	 * @param meter the meter that the registry gave
	 * @param owner who stands for the context
	 * @param readings what the meter reads if the registry has just made it, or null
	 */
	synchronized void join(Meter meter, Meters owner, @Nullable Readings readings) {
		Use use = this.uses.get(meter.getId());
		if (use == null || !use.isOf(meter)) {
			use = new Use(meter, readings);
			this.uses.put(meter.getId(), use);
		}
		else if (readings != null) {
			use.join(readings);
		}
		use.owners.add(owner);
	}

	/**
	 * Note that a context uses a meter no more.
	 * @param meter the meter
	 * @param owner who stands for the context
	 * @return whether nobody uses the meter
	 */
	synchronized boolean leave(Meter meter, Meters owner) {
		Use use = this.uses.get(meter.getId());
		if (use == null || !use.owners.remove(owner)) {
			return false;
		}
		if (use.owners.isEmpty()) {
			this.uses.remove(meter.getId());
			return true;
		}
		Readings readings = use.readings.get();
		if (readings != null && meter instanceof FunctionCounter) {
			readings.leaveCount(owner);
		}
		else if (readings != null) {
			readings.leave(owner);
		}
		return false;
	}

	/**
	 * The contexts that use one meter.
	 */
	private static final class Use {

		private final WeakReference<Meter> meter;

		/** The meter itself holds them strongly. */
		private final WeakReference<@Nullable Readings> readings;

		private final Set<Meters> owners = Collections.newSetFromMap(new WeakHashMap<>());

		private Use(Meter meter, @Nullable Readings readings) {
			this.meter = new WeakReference<>(meter);
			this.readings = new WeakReference<>(readings);
		}

		private void join(Readings others) {
			Readings inForce = this.readings.get();
			if (inForce != null) {
				inForce.join(others);
			}
		}

		// meters of one id are equal, also where the registry has made a new one
		@SuppressWarnings("ReferenceEquality")
		private boolean isOf(Meter other) {
			return this.meter.get() == other;
		}

	}

}
