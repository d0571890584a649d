package dev.emp.metrics.support;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

/**
 * The contexts that use one meter. Not safe for use by several threads.
 */
final class MeterUse {

	private final WeakReference<Meter> meter;

	/** The meter itself holds them strongly. */
	private final WeakReference<@Nullable Readings> readings;

	private final Set<Meters> owners = Collections.newSetFromMap(new WeakHashMap<>());

	private WeakReference<@Nullable Meters> counting = new WeakReference<>(null);

	MeterUse(Meter meter, @Nullable Readings readings) {
		this.meter = new WeakReference<>(meter);
		this.readings = new WeakReference<>(readings);
	}

	void leave(Meters owner) {
		this.owners.remove(owner);
		Readings inForce = this.readings.get();
		if (inForce != null) {
			inForce.leave(owner);
		}
	}

	void join(Meters owner) {
		this.owners.add(owner);
		if (!isCounted()) {
			this.counting = new WeakReference<>(owner);
		}
	}

	boolean counts(Meters owner) {
		if (isCounted()) {
			return this.counting.get() == owner;
		}
		// of what came since its own last reading the other has counted a part
		this.counting = new WeakReference<>(owner);
		return false;
	}

	private boolean isCounted() {
		Meters first = this.counting.get();
		return first != null && this.owners.contains(first);
	}

	void join(Readings others) {
		Readings inForce = this.readings.get();
		if (inForce != null) {
			inForce.join(others);
		}
	}

	// meters of one id are equal, also where the registry has made a new one
	@SuppressWarnings("ReferenceEquality")
	boolean isOf(Meter other) {
		return this.meter.get() == other;
	}

	boolean isUnused() {
		return this.owners.isEmpty();
	}

	List<Meters> owners() {
		return List.copyOf(this.owners);
	}

	@Nullable Meter meter() {
		return this.meter.get();
	}

	@Nullable Readings readings() {
		return this.readings.get();
	}

}
