package dev.emp.metrics.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;
import dev.emp.metrics.support.Readings.Reading;

/**
 * Registers meters by their definition, and removes them when the context closes. What
 * the application removes is registered again with its next use. A meter that the
 * registry or a filter refuses is a warning and counts nothing until it is let in.
 */
public final class Meters implements AutoCloseable {

	private final MeterRegistry registry;

	private final ForeignMeters foreign;

	private final SharedMeters shared;

	private final Predicate<MeterSpec> wanted;

	private final Registrations registrations = new Registrations();

	private volatile boolean closed;

	/**
	 * Create meters of which all are wanted.
	 * @param registry where they are registered
	 */
	public Meters(MeterRegistry registry) {
		this(registry, (spec) -> true);
	}

	/**
	 * Create meters.
	 * @param registry where they are registered
	 * @param wanted which of them are; what is not wanted counts nothing
	 */
	public Meters(MeterRegistry registry, Predicate<MeterSpec> wanted) {
		this.registry = registry;
		this.wanted = wanted;
		this.foreign = new ForeignMeters(registry);
		this.shared = SharedMeters.of(registry);
	}

	boolean areIn(Class<? extends MeterRegistry> type) {
		return type.isInstance(this.registry);
	}

	public Clock clock() {
		return this.registry.config().clock();
	}

	/**
	 * Values for tags of which nothing is known: those of the tags with which the
	 * application marks all of its meters. A registry prefers a meter's own tag, and it
	 * would stay unknown.
	 * @param keys the keys of the tags
	 * @return one value per key, {@link BoundedTags#UNKNOWN} if no common tag has the key
	 */
	public List<String> commonTags(List<String> keys) {
		Map<String, String> common = CommonTags.of(this.registry);
		return keys.stream()
			.map((key) -> common.containsKey(key) ? BoundedTags.text(common.get(key)) : BoundedTags.UNKNOWN)
			.toList();
	}

	/**
	 * Whether a meter is registered if the registry lets it.
	 * @param definition what the meter is
	 * @return whether it is
	 */
	public boolean isWanted(MeterDefinition definition) {
		return this.wanted.test(definition.spec());
	}

	/**
	 * Register a counter.
	 * @param definition what the counter is
	 * @param tags the tags
	 * @return the same counter for the same tags, to be kept for as long as its user
	 * lives
	 */
	public Counter counter(MeterDefinition definition, Tags tags) {
		return kept(RegisteredCounter.class, new RegisteredCounter(this, definition.spec(), tags));
	}

	/**
	 * Register counters that are there together, so that what a dashboard sets against
	 * each other begins at 0.
	 * @param definition what the counters are
	 * @param tags the tags of each
	 * @return the counters, in this order
	 */
	public List<Counter> counters(MeterDefinition definition, List<Tags> tags) {
		List<RegisteredCounter> counters = new ArrayList<>();
		for (Tags each : tags) {
			counters.add(kept(RegisteredCounter.class, new RegisteredCounter(this, definition.spec(), each)));
		}
		counters.forEach((counter) -> counter.with(counters));
		return List.copyOf(counters);
	}

	/**
	 * Register a counter of what happens outside this process.
	 * @param definition what the counter is
	 * @param tags the tags
	 * @return adds to the counter
	 */
	Total total(MeterDefinition definition, Tags tags) {
		RegisteredCounter counter = new RegisteredCounter(this, definition.spec(), tags);
		counter.get();
		return new Total(counter, () -> this.shared.counts(counter, this), () -> remove(counter));
	}

	public Timer timer(MeterDefinition definition, Tags tags) {
		return kept(RegisteredTimer.class, new RegisteredTimer(this, definition.spec(), tags));
	}

	public DistributionSummary summary(MeterDefinition definition, Tags tags) {
		return kept(RegisteredSummary.class, new RegisteredSummary(this, definition.spec(), tags));
	}

	/**
	 * Register a gauge, as a time gauge where the unit is seconds. Where several
	 * registrations are one series in the registry, it shows the sum of numbers and
	 * bytes, and the largest of anything else.
	 * @param <T> the type of the state
	 * @param definition what the gauge is
	 * @param tags the tags
	 * @param state what the value is read from; the registry keeps it reachable
	 * @param value reads the value, without I/O
	 * @return the gauge, to be shown again from time to time
	 */
	public <T> ShownGauge gauge(MeterDefinition definition, Tags tags, T state, ToDoubleFunction<T> value) {
		String unit = definition.spec().unit();
		boolean adds = unit == null || unit.equals("bytes");
		return gauge(definition, tags, adds ? Double::sum : Math::max, state, value);
	}

	/**
	 * Register a gauge.
	 * @param <T> the type of the state
	 * @param definition what the gauge is
	 * @param tags the tags
	 * @param merge makes one value of two registrations that are one series
	 * @param state what the value is read from; the registry keeps it reachable
	 * @param value reads the value, without I/O
	 * @return the gauge, to be shown again from time to time
	 */
	public <T> ShownGauge gauge(MeterDefinition definition, Tags tags, DoubleBinaryOperator merge, T state,
			ToDoubleFunction<T> value) {
		ShownGauge gauge = laterGauge(definition, tags, merge, state, value);
		gauge.show();
		return gauge;
	}

	/**
	 * Prepare a gauge, which is registered when it is first shown.
	 * @param <T> the type of the state
	 * @param definition what the gauge is
	 * @param tags the tags
	 * @param merge makes one value of two registrations that are one series
	 * @param state what the value is read from; the registry keeps it reachable
	 * @param value reads the value, without I/O
	 * @return the gauge, to be shown from time to time
	 */
	public <T> ShownGauge laterGauge(MeterDefinition definition, Tags tags, DoubleBinaryOperator merge, T state,
			ToDoubleFunction<T> value) {
		return new ShownGauge(this, definition.spec(), tags, merge, () -> value.applyAsDouble(state));
	}

	/**
	 * How often anything was removed from the registry, by whomever.
	 * @return a number that changes with each removal
	 */
	int removals() {
		return this.shared.removals();
	}

	private <R extends Registration<?>> R kept(Class<R> type, R fresh) {
		fresh.get();
		return this.shared.alone(() -> this.registrations.earliest(type, fresh));
	}

	/**
	 * Register a meter, which is then in use.
	 * @param <M> the type of the meter
	 * @param registration the meter
	 * @return what the registry gave, or null if that failed
	 */
	<M extends Meter> @Nullable M register(Registration<M> registration) {
		MeterSpec spec = registration.spec();
		if (!this.wanted.test(spec) || this.foreign.isWithdrawn(spec)) {
			return registration.tookNothing();
		}
		try {
			boolean first = this.foreign.watch(spec);
			// under the lock: another context could take its own readings for those in
			// force, or remove the meter that this one was given
			M meter = this.shared.alone(() -> registerAlone(registration));
			if (first) {
				this.foreign.lookAround(spec);
			}
			return meter;
		}
		catch (Throwable ex) {
			// also without memory: it says nothing of the next use
			this.foreign.refused(spec, ex);
			return null;
		}
	}

	// the registry has made a new one of the same id
	@SuppressWarnings("ReferenceEquality")
	private <M extends Meter> @Nullable M registerAlone(Registration<M> registration) {
		M known = registration.current();
		if (known != null || this.closed || registration.isEnded()) {
			return known;
		}
		this.shared.detached().forEach(this.registry::remove);
		int removals = this.shared.removals();
		M meter = Registering.run(registration, this.registry);
		this.shared.join(meter, this, registration.readings());
		// in this order: a removal that comes between is noticed below
		registration.took(meter);
		this.registrations.add(meter, registration);
		if (this.shared.removals() != removals
				&& this.registry.getMeters().stream().noneMatch((present) -> present == meter)) {
			gone(meter);
		}
		return meter;
	}

	/**
	 * Note that the registry has a meter no more, though it is in use.
	 * @param meter what was removed
	 */
	void gone(Meter meter) {
		this.registrations.gone(meter);
	}

	/**
	 * Remove a meter that was registered here, unless another context uses it.
	 * @param meter what the registration gave
	 */
	public void remove(Meter meter) {
		if (meter instanceof Registration<?> registration) {
			remove(registration, null);
		}
	}

	void remove(Registration<?> registration, @Nullable Reading reading) {
		this.shared.alone(() -> removeAlone(registration, reading));
	}

	private @Nullable Meter removeAlone(Registration<?> registration, @Nullable Reading reading) {
		registration.end();
		Meter meter = registration.current();
		if (meter == null) {
			return null;
		}
		if (this.registrations.remove(meter, registration)) {
			this.shared.leave(meter, this);
			return this.shared.isUsed(meter) ? null : this.registry.remove(meter);
		}
		if (reading != null) {
			this.shared.unread(meter, reading);
		}
		return null;
	}

	/**
	 * Removes every meter that was registered here and that no other context uses, so
	 * that a new context starts afresh.
	 */
	@Override
	public void close() {
		this.shared.alone(() -> this.closed = true);
		this.registrations.all().forEach((registration) -> remove(registration, null));
	}

}
