package dev.emp.metrics.support;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.Readings.Reading;

/**
 * Which contexts use which meter of a registry, since several may share one. Knows
 * everything weakly: a registry that is forgotten without being closed can go.
 */
final class SharedMeters {

	private static final Map<MeterRegistry, SharedMeters> ofRegistries = Collections
		.synchronizedMap(new WeakHashMap<>());

	private final Map<Meter.Id, Use> uses = new HashMap<>();

	private final ReentrantLock lock = new ReentrantLock();

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
		use.join(owner);
	}

	/**
	 * Note that a context uses a meter no more.
	 * @param meter the meter
	 * @param owner who stands for the context
	 * @param reading what the context reads no more, or null for all that it reads
	 * @return whether the context has left the meter, and not only one of its readings
	 */
	synchronized boolean leave(Meter meter, Meters owner, @Nullable Reading reading) {
		Use use = this.uses.get(meter.getId());
		if (use == null || !use.owners.contains(owner) || (reading != null && use.isReadFurther(owner, reading))) {
			return false;
		}
		use.leave(owner);
		if (use.owners.isEmpty()) {
			this.uses.remove(meter.getId());
		}
		return true;
	}

	/**
	 * Whether a context is the one that counts what all contexts see. When it has left
	 * the meter, the next that asks is.
	 * @param meter the meter
	 * @param owner who stands for the context
	 * @return whether it counts
	 */
	synchronized boolean counts(Meter meter, Meters owner) {
		Use use = this.uses.get(meter.getId());
		return use == null || use.counts(owner);
	}

	synchronized boolean isUsed(Meter meter) {
		return this.uses.containsKey(meter.getId());
	}

	/**
	 * Change the registry and this together, while no other context does.
	 * @param <T> the type of the result
	 * @param change the change. It runs filters and listeners of the application, whose
	 * own locks may be held by one who waits here: rather than for ever it then goes on
	 * beside the other
	 * @return the result
	 */
	<T extends @Nullable Object> T alone(Supplier<T> change) {
		boolean locked = lock();
		try {
			return change.get();
		}
		finally {
			if (locked) {
				this.lock.unlock();
			}
		}
	}

	private boolean lock() {
		try {
			return this.lock.tryLock() || this.lock.tryLock(1, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * The contexts that use one meter.
	 */
	private static final class Use {

		private final WeakReference<Meter> meter;

		/** The meter itself holds them strongly. */
		private final WeakReference<@Nullable Readings> readings;

		private final Set<Meters> owners = Collections.newSetFromMap(new WeakHashMap<>());

		private WeakReference<@Nullable Meters> counting = new WeakReference<>(null);

		private Use(Meter meter, @Nullable Readings readings) {
			this.meter = new WeakReference<>(meter);
			this.readings = new WeakReference<>(readings);
		}

		private boolean isReadFurther(Meters owner, Reading gone) {
			Readings inForce = this.readings.get();
			if (inForce == null) {
				return false;
			}
			inForce.leave(gone);
			return inForce.isReadFor(owner, gone);
		}

		private void leave(Meters owner) {
			this.owners.remove(owner);
			Readings inForce = this.readings.get();
			if (inForce != null) {
				inForce.leave(owner);
			}
		}

		private void join(Meters owner) {
			this.owners.add(owner);
			if (!isCounted()) {
				this.counting = new WeakReference<>(owner);
			}
		}

		private boolean counts(Meters owner) {
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
