package dev.emp.metrics.support;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;

/**
 * Registers meters by their definition, and removes them when the context closes. A meter
 * that the registry or a filter refuses is a warning and counts nothing.
 */
public final class Meters implements AutoCloseable {

	/** How many contexts use a meter of a registry that they share. */
	private static final Map<MeterRegistry, Map<Meter.Id, Integer>> uses = Collections
		.synchronizedMap(new WeakHashMap<>());

	private final MeterRegistry registry;

	private final ForeignMeters foreign;

	private final Set<Meter> registered = ConcurrentHashMap.newKeySet();

	public Meters(MeterRegistry registry) {
		this.registry = registry;
		this.foreign = new ForeignMeters(registry);
	}

	public Clock clock() {
		return this.registry.config().clock();
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
	 * Register a gauge, as a time gauge where the unit is seconds. The registry keeps the
	 * state reachable.
	 * @param <T> the type of the state
	 * @param definition what the gauge is
	 * @param tags the tags
	 * @param state what the value is read from
	 * @param value reads the value, without I/O
	 */
	public <T> void gauge(MeterDefinition definition, Tags tags, T state, ToDoubleFunction<T> value) {
		MeterSpec spec = definition.spec();
		register(spec,
				() -> "seconds".equals(spec.unit()) ? timeGauge(spec, tags, state, value)
						: Gauge.builder(spec.name(), state, value)
							.description(spec.description())
							.baseUnit(spec.unit())
							.strongReference(true)
							.tags(tags)
							.register(this.registry),
				() -> new NoopGauge(id(spec, tags)));
	}

	private <T> Gauge timeGauge(MeterSpec spec, Tags tags, T state, ToDoubleFunction<T> seconds) {
		return TimeGauge.builder(spec.name(), () -> seconds.applyAsDouble(state), TimeUnit.SECONDS)
			.description(spec.description())
			.strongReference(true)
			.tags(tags)
			.register(this.registry);
	}

	private <M extends Meter> M register(MeterSpec spec, Supplier<M> registration, Supplier<M> substitute) {
		this.foreign.watch(spec);
		try {
			M meter = registration.get();
			if (this.registered.add(meter)) {
				uses().merge(meter.getId(), 1, Integer::sum);
			}
			return meter;
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

	private Map<Meter.Id, Integer> uses() {
		return uses.computeIfAbsent(this.registry, (key) -> new ConcurrentHashMap<>());
	}

	/**
	 * Removes every meter that was registered here and that no other context uses, so
	 * that a new context starts afresh.
	 */
	@Override
	public void close() {
		this.registered.forEach((meter) -> {
			if (uses().computeIfPresent(meter.getId(), (id, count) -> (count > 1) ? count - 1 : null) == null) {
				this.registry.remove(meter);
			}
		});
		this.registered.clear();
	}

}
