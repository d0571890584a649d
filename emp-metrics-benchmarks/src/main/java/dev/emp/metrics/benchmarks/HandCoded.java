package dev.emp.metrics.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.DoubleStream;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * The meters of one job, as one would write them by hand with Micrometer: resolved once.
 */
final class HandCoded {

	static final double[] DURATIONS = { .1, .5, 1, 2, 5, 10, 30, 60, 300, 600 };

	static final double[] WAITS = { 1, 5, 10, 30, 60, 300, 600, 1800, 3600 };

	static final double[] SIZES = { 1 << 10, 16 << 10, 256 << 10, 4 << 20, 64 << 20, 1 << 30 };

	private final Clock clock;

	private final LongAdder active = new LongAdder();

	private final Counter started;

	private final Counter completed;

	private final Counter outcome;

	private final Timer duration;

	private final Timer wait;

	private final DistributionSummary outputSize;

	HandCoded(MeterRegistry registry) {
		Tags tags = Tags.of("job.name", "render", "service", "gpu", "queue", "render", "priority", "high");
		this.clock = registry.config().clock();
		registry.gauge("jobs.active", tags, this.active, LongAdder::sum);
		this.started = registry.counter("jobs.processed", tags.and("status", "started"));
		this.completed = registry.counter("jobs.processed", tags.and("status", "completed"));
		this.outcome = registry.counter("job.outcomes", tags.and("kind", "unknown"));
		this.duration = timer("job.duration", tags.and("status", "completed"), DURATIONS, registry);
		this.wait = timer("job.queue.wait", tags, WAITS, registry);
		this.outputSize = DistributionSummary.builder("job.output.size")
			.serviceLevelObjectives(SIZES)
			.tags(tags)
			.register(registry);
	}

	long started() {
		this.active.increment();
		this.started.increment();
		return this.clock.monotonicTime();
	}

	void waited(Instant enqueuedAt) {
		this.wait.record(this.clock.wallTime() - enqueuedAt.toEpochMilli(), TimeUnit.MILLISECONDS);
	}

	void completed(long startNanos) {
		this.duration.record(this.clock.monotonicTime() - startNanos, TimeUnit.NANOSECONDS);
		this.completed.increment();
		this.outcome.increment();
		this.active.decrement();
	}

	void wrote(double bytes) {
		this.outputSize.record(bytes);
	}

	private static Timer timer(String name, Tags tags, double[] bounds, MeterRegistry registry) {
		return Timer.builder(name)
			.serviceLevelObjectives(DoubleStream.of(bounds)
				.mapToObj((bound) -> Duration.ofMillis(Math.round(bound * 1000)))
				.toArray(Duration[]::new))
			.tags(tags)
			.register(registry);
	}

}
