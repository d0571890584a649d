package dev.emp.metrics.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.noop.NoopTimer;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.MeterSpec;

/**
 * A timer that outlives its removal from the registry.
 */
final class RegisteredTimer extends Registration<Timer> implements Timer {

	RegisteredTimer(Meters meters, MeterSpec spec, Tags tags) {
		super(meters, spec, tags);
	}

	@Override
	Timer register(MeterRegistry registry) {
		return Timer.builder(spec().name())
			.description(spec().description())
			.serviceLevelObjectives(spec().buckets()
				.stream()
				.map((bound) -> Duration.ofNanos(Math.round(bound * 1e9)))
				.toArray(Duration[]::new))
			.tags(tags())
			.register(registry);
	}

	@Override
	Timer nothing(Meter.Id id) {
		return new NoopTimer(id);
	}

	@Override
	public void record(long amount, TimeUnit unit) {
		get().record(amount, unit);
	}

	@Override
	public <T extends @Nullable Object> T record(Supplier<T> call) {
		return get().record(call);
	}

	@Override
	public <T extends @Nullable Object> T recordCallable(Callable<T> call) throws Exception {
		return get().recordCallable(call);
	}

	@Override
	public void record(Runnable call) {
		get().record(call);
	}

	@Override
	public long count() {
		return get().count();
	}

	@Override
	public double totalTime(TimeUnit unit) {
		return get().totalTime(unit);
	}

	@Override
	public double max(TimeUnit unit) {
		return get().max(unit);
	}

	@Override
	public TimeUnit baseTimeUnit() {
		return get().baseTimeUnit();
	}

	@Override
	public HistogramSnapshot takeSnapshot() {
		return get().takeSnapshot();
	}

	@Override
	public Iterable<Measurement> measure() {
		return super.measure();
	}

}
