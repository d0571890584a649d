package dev.emp.metrics.benchmarks;

import java.time.Instant;
import java.util.stream.DoubleStream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;

/**
 * The same meters with the SDK of OpenTelemetry: attributes built once.
 */
final class OpenTelemetry implements AutoCloseable {

	private static final Attributes JOB = Attributes.of(AttributeKey.stringKey("job.name"), "render",
			AttributeKey.stringKey("service"), "gpu", AttributeKey.stringKey("queue"), "render",
			AttributeKey.stringKey("priority"), "high");

	private static final Attributes STARTED = JOB.toBuilder().put("status", "started").build();

	private static final Attributes COMPLETED = JOB.toBuilder().put("status", "completed").build();

	private static final Attributes OUTCOME = JOB.toBuilder().put("kind", "unknown").build();

	private final SdkMeterProvider provider = SdkMeterProvider.builder().registerMetricReader(new IdleReader()).build();

	private final LongUpDownCounter active;

	private final LongCounter processed;

	private final LongCounter outcomes;

	private final DoubleHistogram duration;

	private final DoubleHistogram wait;

	private final DoubleHistogram outputSize;

	OpenTelemetry() {
		Meter meter = this.provider.get("benchmarks");
		this.active = meter.upDownCounterBuilder("jobs.active").build();
		this.processed = meter.counterBuilder("jobs.processed").build();
		this.outcomes = meter.counterBuilder("job.outcomes").build();
		this.duration = histogram(meter, "job.duration", HandCoded.DURATIONS);
		this.wait = histogram(meter, "job.queue.wait", HandCoded.WAITS);
		this.outputSize = histogram(meter, "job.output.size", HandCoded.SIZES);
	}

	long started() {
		this.active.add(1, JOB);
		this.processed.add(1, STARTED);
		return System.nanoTime();
	}

	void waited(Instant enqueuedAt) {
		this.wait.record((System.currentTimeMillis() - enqueuedAt.toEpochMilli()) / 1e3, JOB);
	}

	void completed(long startNanos) {
		this.duration.record((System.nanoTime() - startNanos) / 1e9, COMPLETED);
		this.processed.add(1, COMPLETED);
		this.outcomes.add(1, OUTCOME);
		this.active.add(-1, JOB);
	}

	void wrote(double bytes) {
		this.outputSize.record(bytes, JOB);
	}

	@Override
	public void close() {
		this.provider.close();
	}

	private static DoubleHistogram histogram(Meter meter, String name, double... bounds) {
		return meter.histogramBuilder(name)
			.setExplicitBucketBoundariesAdvice(DoubleStream.of(bounds).boxed().toList())
			.build();
	}

}
