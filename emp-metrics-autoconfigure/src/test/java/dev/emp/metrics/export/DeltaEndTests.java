package dev.emp.metrics.export;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.proto.metrics.v1.Metric;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the times of deltas that are pushed as the application ends in mid-step.
 */
class DeltaEndTests {

	private final FaultyReceiver receiver = FaultyReceiver.start();

	private static final long STEP = TimeUnit.SECONDS.toNanos(2);

	private final AtomicLong calls = new AtomicLong();

	@AfterEach
	void stop() {
		this.receiver.stop();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theLastPushBeginsWhereTheOneBeforeEndsAndEndsAtTheClose(boolean pushLast) {
		long closing;
		try (ConfigurableApplicationContext context = run(pushLast)) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			FunctionCounter.builder("test.calls", this.calls, AtomicLong::doubleValue).register(registry);
			work(registry, 20);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> sum("test.work") == 20 && sum("test.calls") == 20 && sum("test.took") == 20);
			work(registry, 17);
			closing = now();
		}
		for (String name : List.of("test.work", "test.calls", "test.took")) {
			List<Interval> intervals = intervals(name);
			assertThat(intervals).hasSizeGreaterThanOrEqualTo(2);
			for (int i = 1; i < intervals.size(); i++) {
				// a machine under load may miss a step
				assertThat(intervals.get(i).start()).as("%s of %s", name, intervals)
					.isGreaterThanOrEqualTo(intervals.get(i - 1).end());
			}
			Interval last = intervals.get(intervals.size() - 1);
			assertThat((last.start() - intervals.get(0).start()) % STEP).as("a whole number of steps").isZero();
			assertThat(last.end()).isBetween(closing, now());
			assertThat(sum(name)).as(name).isEqualTo(37);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aWorkerThatEndsWithinItsFirstStepHasThatTime(boolean pushLast) {
		long begin = now();
		try (ConfigurableApplicationContext context = run(pushLast)) {
			work(context.getBean(MeterRegistry.class), 5);
		}
		assertThat(sum("test.work")).isEqualTo(5);
		assertThat(intervals("test.work")).last().satisfies((last) -> assertThat(last.end()).isBetween(begin, now()));
		assertThat(intervals("test.work")).doesNotHaveDuplicates();
	}

	private void work(MeterRegistry registry, int count) {
		registry.counter("test.work").increment(count);
		this.calls.addAndGet(count);
		for (int i = 0; i < count; i++) {
			registry.timer("test.took").record(1, TimeUnit.MILLISECONDS);
		}
	}

	private ConfigurableApplicationContext run(boolean pushLast) {
		return new ExportApplication()
			.with("management.otlp.metrics.export.url=" + this.receiver.url(),
					"management.otlp.metrics.export.aggregation-temporality=delta",
					"OTEL_METRIC_EXPORT_INTERVAL=" + TimeUnit.NANOSECONDS.toMillis(STEP),
					"emp.metrics.export.shutdown.push-last=" + pushLast)
			.run();
	}

	private double sum(String name) {
		return metrics(name)
			.mapToDouble(
					(metric) -> metric.getSum().getDataPointsList().stream().mapToDouble((p) -> p.getAsDouble()).sum()
							+ metric.getHistogram().getDataPointsList().stream().mapToDouble((p) -> p.getCount()).sum())
			.sum();
	}

	private List<Interval> intervals(String name) {
		return metrics(name)
			.flatMap((metric) -> Stream.concat(
					metric.getSum()
						.getDataPointsList()
						.stream()
						.map((p) -> new Interval(p.getStartTimeUnixNano(), p.getTimeUnixNano())),
					metric.getHistogram()
						.getDataPointsList()
						.stream()
						.map((p) -> new Interval(p.getStartTimeUnixNano(), p.getTimeUnixNano()))))
			.sorted(Comparator.comparingLong(Interval::start).thenComparingLong(Interval::end))
			.toList();
	}

	private Stream<Metric> metrics(String name) {
		return this.receiver.stored()
			.stream()
			.flatMap((stored) -> stored.metrics().stream())
			.filter((metric) -> metric.getName().equals(name));
	}

	private static long now() {
		return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
	}

	/**
	 * What a delta stands for.
	 *
	 * @param start when it begins
	 * @param end when it ends
	 */
	private record Interval(long start, long end) {
	}

}
