package dev.emp.metrics.support;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.noop.NoopCounter;
import io.micrometer.core.instrument.noop.NoopDistributionSummary;
import io.micrometer.core.instrument.noop.NoopGauge;
import io.micrometer.core.instrument.noop.NoopTimer;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;
import dev.emp.metrics.support.Readings.Reading;

/**
 * Registers meters by their definition, and removes them when the context closes. A meter
 * that the registry or a filter refuses is a warning and counts nothing.
 */
public final class Meters implements AutoCloseable {

	private final MeterRegistry registry;

	private final ForeignMeters foreign;

	private final SharedMeters shared;

	private final Predicate<MeterSpec> wanted;

	private final Set<Meter> registered = ConcurrentHashMap.newKeySet();

	/** How many totals of this context are one counter in the registry. */
	private final Map<Meter, Integer> totals = new ConcurrentHashMap<>();

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
	 * A value for a tag of which nothing is known: that of the tag with which the
	 * application marks all of its meters. A registry prefers a meter's own tag, and it
	 * would stay unknown.
	 * @param key the key of the tag
	 * @return the value, or {@link BoundedTags#UNKNOWN} if there is no common tag
	 */
	public String commonTag(String key) {
		String value = CommonTags.value(this.registry, key);
		return (value != null) ? BoundedTags.text(value) : BoundedTags.UNKNOWN;
	}

	/**
	 * Whether a meter is registered if the registry lets it.
	 * @param definition what the meter is
	 * @return whether it is
	 */
	public boolean isWanted(MeterDefinition definition) {
		return this.wanted.test(definition.spec());
	}

	public Counter counter(MeterDefinition definition, Tags tags) {
		MeterSpec spec = definition.spec();
		return register(spec,
				() -> Counter.builder(spec.name())
					.description(spec.description())
					.baseUnit(spec.unit())
					.tags(tags)
					.register(this.registry),
				() -> new NoopCounter(id(spec, tags)));
	}

	/**
	 * Register a counter of what happens outside this process.
	 * @param definition what the counter is
	 * @param tags the tags
	 * @return adds to the counter
	 */
	Total total(MeterDefinition definition, Tags tags) {
		Counter counter = counter(definition, tags);
		this.totals.merge(counter, 1, Integer::sum);
		return new Total(counter, () -> this.shared.counts(counter, this), () -> leave(counter));
	}

	private void leave(Counter counter) {
		if (this.totals.computeIfPresent(counter, (key, uses) -> (uses > 1) ? uses - 1 : null) == null) {
			remove(counter);
		}
	}

	public Timer timer(MeterDefinition definition, Tags tags) {
		MeterSpec spec = definition.spec();
		return register(spec,
				() -> Timer.builder(spec.name())
					.description(spec.description())
					.serviceLevelObjectives(durations(spec.buckets()))
					.tags(tags)
					.register(this.registry),
				() -> new NoopTimer(id(spec, tags)));
	}

	public DistributionSummary summary(MeterDefinition definition, Tags tags) {
		MeterSpec spec = definition.spec();
		return register(spec,
				() -> DistributionSummary.builder(spec.name())
					.description(spec.description())
					.baseUnit(spec.unit())
					.serviceLevelObjectives(spec.buckets().stream().mapToDouble(Double::doubleValue).toArray())
					.tags(tags)
					.register(this.registry),
				() -> new NoopDistributionSummary(id(spec, tags)));
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
	 * @return removes this registration, and the gauge if it was the last
	 */
	public <T> Runnable gauge(MeterDefinition definition, Tags tags, T state, ToDoubleFunction<T> value) {
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
	 * @return removes this registration, and the gauge if it was the last
	 */
	public <T> Runnable gauge(MeterDefinition definition, Tags tags, DoubleBinaryOperator merge, T state,
			ToDoubleFunction<T> value) {
		MeterSpec spec = definition.spec();
		Reading reading = new Reading(this, () -> value.applyAsDouble(state));
		Readings readings = new Readings(merge, reading);
		Gauge gauge = register(spec, readings,
				() -> "seconds".equals(spec.unit()) ? timeGauge(spec, tags, readings)
						: Gauge.builder(spec.name(), readings, Readings::value)
							.description(spec.description())
							.baseUnit(spec.unit())
							.strongReference(true)
							.tags(tags)
							.register(this.registry),
				() -> new NoopGauge(id(spec, tags)));
		return () -> remove(gauge, reading);
	}

	private Gauge timeGauge(MeterSpec spec, Tags tags, Readings seconds) {
		return TimeGauge.builder(spec.name(), () -> toMillis(seconds.value()), TimeUnit.SECONDS)
			.description(spec.description())
			.strongReference(true)
			.tags(tags)
			.register(this.registry);
	}

	/**
	 * Round to a 1,024th of a second: what a clock says beyond that is chance, and eight
	 * bytes of chance in each push.
	 * @param seconds any number
	 * @return the nearest, and the number itself if it is not finite
	 */
	private static double toMillis(double seconds) {
		return Math.rint(seconds * 1024) / 1024;
	}

	private <M extends Meter> M register(MeterSpec spec, Supplier<M> registration, Supplier<M> substitute) {
		return register(spec, null, registration, substitute);
	}

	private <M extends Meter> M register(MeterSpec spec, @Nullable Readings readings, Supplier<M> registration,
			Supplier<M> substitute) {
		if (!this.wanted.test(spec)) {
			return substitute.get();
		}
		this.foreign.watch(spec);
		try {
			// together, or another context could take its own readings for those in
			// force,
			// or remove the meter that this one was given
			return this.shared.alone(() -> {
				M meter = registration.get();
				if (this.registered.add(meter) || readings != null) {
					this.shared.join(meter, this, readings);
				}
				return meter;
			});
		}
		catch (VirtualMachineError ex) {
			// says nothing of the meter: without this the next sample would find none
			throw ex;
		}
		catch (Throwable ex) {
			this.foreign.refused(spec, ex);
			return substitute.get();
		}
	}

	private static Meter.Id id(MeterSpec spec, Tags tags) {
		return new Meter.Id(spec.name(), tags, spec.unit(), spec.description(), spec.type());
	}

	private static Duration[] durations(List<Double> seconds) {
		return seconds.stream().map((bound) -> Duration.ofNanos(Math.round(bound * 1e9))).toArray(Duration[]::new);
	}

	/**
	 * Remove a meter that was registered here, unless another context uses it.
	 * @param meter what the registration gave
	 */
	public void remove(Meter meter) {
		remove(meter, null);
	}

	private void remove(Meter meter, @Nullable Reading reading) {
		this.shared.alone(() -> {
			boolean left = this.shared.leave(meter, this, reading);
			if (left) {
				this.registered.remove(meter);
			}
			return (left && !this.shared.isUsed(meter)) ? this.registry.remove(meter) : null;
		});
	}

	/**
	 * Removes every meter that was registered here and that no other context uses, so
	 * that a new context starts afresh.
	 */
	@Override
	public void close() {
		this.registered.forEach(this::remove);
	}

}
