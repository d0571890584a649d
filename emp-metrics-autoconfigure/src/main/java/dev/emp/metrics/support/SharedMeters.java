package dev.emp.metrics.support;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.Readings.Reading;

/**
 * Which contexts use which meter of a registry, since several may share one. Knows
 * everything weakly: a registry that is forgotten without being closed can go.
 */
final class SharedMeters {

	private static final Map<MeterRegistry, SharedMeters> ofRegistries = Collections
		.synchronizedMap(new WeakHashMap<>());

	/** By the name of the meter, which a removal below a composite registry looks for. */
	private final Map<String, Map<Meter.Id, MeterUse>> uses = new HashMap<>();

	/** Still in a composite registry, and no longer in all of those below it. */
	private final Set<Meter> detached = new HashSet<>();

	private final AtomicInteger removals = new AtomicInteger();

	private final ReentrantLock lock = new ReentrantLock();

	private SharedMeters() {
	}

	static SharedMeters of(MeterRegistry registry) {
		return ofRegistries.computeIfAbsent(registry, SharedMeters::listening);
	}

	// a registry is the only leaf of itself
	@SuppressWarnings("ReferenceEquality")
	private static SharedMeters listening(MeterRegistry registry) {
		SharedMeters shared = new SharedMeters();
		registry.config().onMeterRemoved(shared::removed);
		leaves(registry).forEach((leaf) -> {
			if (leaf != registry) {
				leaf.config().onMeterRemoved(shared::removedBelow);
			}
			leaf.config().onMeterAdded(new RegistryLabels(leaf)::check);
		});
		return shared;
	}

	/**
	 * The registries that keep what is registered.
	 * @param registry a registry
	 * @return the registry itself, or those below a composite one
	 */
	static Stream<MeterRegistry> leaves(MeterRegistry registry) {
		return (registry instanceof CompositeMeterRegistry composite)
				? Set.copyOf(composite.getRegistries()).stream().flatMap(SharedMeters::leaves) : Stream.of(registry);
	}

	/**
	 * Called by the registry, in its own lock.
	 * @param meter what anybody has removed
	 */
	private void removed(Meter meter) {
		this.removals.incrementAndGet();
		forget(meter).forEach((owner) -> owner.gone(meter));
	}

	private synchronized List<Meters> forget(Meter meter) {
		this.detached.remove(meter);
		MeterUse use = use(meter);
		if (use == null || !use.isOf(meter)) {
			return List.of();
		}
		forget(meter.getId());
		return use.owners();
	}

	/**
	 * Called by a registry below a composite one, in its own lock. Nothing can be asked
	 * of the composite one here, which may be the one that removes.
	 * @param below what anybody has removed
	 */
	private void removedBelow(Meter below) {
		this.removals.incrementAndGet();
		uses(below.getId()).forEach((use) -> {
			Meter meter = use.meter();
			if (meter != null) {
				detach(meter, use).forEach((owner) -> owner.gone(meter));
			}
		});
	}

	private @Nullable MeterUse use(Meter meter) {
		return this.uses.getOrDefault(meter.getId().getName(), Map.of()).get(meter.getId());
	}

	private void forget(Meter.Id id) {
		this.uses.computeIfPresent(id.getName(), (name, ofName) -> {
			ofName.remove(id);
			return ofName.isEmpty() ? null : ofName;
		});
	}

	private synchronized List<MeterUse> uses(Meter.Id below) {
		Map<Meter.Id, MeterUse> ofName = this.uses.getOrDefault(below.getName(), Map.of());
		// most have lost no tag below: a search through all would make a clear() slow
		MeterUse whole = ofName.keySet()
			.stream()
			.findFirst()
			.map((any) -> ofName.get(withKeysOf(any, below)))
			.filter((use) -> use.seemsToBe(below))
			.orElse(null);
		return (whole != null) ? List.of(whole)
				: ofName.values().stream().filter((use) -> use.seemsToBe(below)).toList();
	}

	private static Meter.Id withKeysOf(Meter.Id other, Meter.Id id) {
		return id.replaceTags(id.getTags().stream().filter((tag) -> other.getTag(tag.getKey()) != null).toList());
	}

	private synchronized List<Meters> detach(Meter meter, MeterUse use) {
		this.detached.add(meter);
		return use.owners();
	}

	/**
	 * The meters that a composite registry has to make anew, since a registry below it
	 * has lost them.
	 * @return each once
	 */
	synchronized List<Meter> detached() {
		List<Meter> due = List.copyOf(this.detached);
		this.detached.clear();
		return due;
	}

	int removals() {
		return this.removals.get();
	}

	/**
	 * Note that a context uses a meter.
	 * @param meter the meter that the registry gave
	 * @param owner who stands for the context
	 * @param readings what the meter reads if the registry has just made it, or null
	 */
	void join(Meter meter, Meters owner, @Nullable Readings readings) {
		MeterUse former = joined(meter, owner, readings);
		Meter removed = (former != null) ? former.meter() : null;
		if (former != null && removed != null) {
			// its removal is under way still and does not find it any more
			former.owners().forEach((each) -> each.gone(removed));
		}
	}

	private synchronized @Nullable MeterUse joined(Meter meter, Meters owner, @Nullable Readings readings) {
		MeterUse known = use(meter);
		if (known != null && known.isOf(meter)) {
			if (readings != null) {
				known.join(readings);
			}
			known.join(owner);
			return null;
		}
		MeterUse use = new MeterUse(meter, readings);
		use.join(owner);
		this.uses.computeIfAbsent(meter.getId().getName(), (name) -> new LinkedHashMap<>()).put(meter.getId(), use);
		return known;
	}

	/**
	 * Note that a context uses a meter no more.
	 * @param meter the meter
	 * @param owner who stands for the context
	 */
	synchronized void leave(Meter meter, Meters owner) {
		MeterUse use = use(meter);
		if (use != null && use.isOf(meter)) {
			use.leave(owner);
			if (use.isUnused()) {
				forget(meter.getId());
			}
		}
	}

	/**
	 * Note that a context reads one thing less for a gauge that it uses further.
	 * @param meter the gauge
	 * @param reading what is read no more
	 */
	synchronized void unread(Meter meter, Reading reading) {
		MeterUse use = use(meter);
		Readings inForce = (use != null && use.isOf(meter)) ? use.readings() : null;
		if (inForce != null) {
			inForce.leave(reading);
		}
	}

	/**
	 * Whether a context is the one that counts what all contexts see. When it has left
	 * the meter, the next that asks is.
	 * @param meter the meter
	 * @param owner who stands for the context
	 * @return whether it counts
	 */
	synchronized boolean counts(Meter meter, Meters owner) {
		MeterUse use = use(meter);
		return use == null || use.counts(owner);
	}

	synchronized boolean isUsed(Meter meter) {
		return use(meter) != null;
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

}
