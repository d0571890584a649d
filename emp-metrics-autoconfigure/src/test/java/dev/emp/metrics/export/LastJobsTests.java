package dev.emp.metrics.export;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the receiver learns of the jobs that end while the application does.
 */
class LastJobsTests {

	private final FaultyReceiver receiver = FaultyReceiver.start();

	@AfterEach
	void close() {
		this.receiver.stop();
	}

	@ParameterizedTest
	@ValueSource(strings = { "cumulative", "delta" })
	void jobsThatEndWhileWorkersStopAreInTheLastPush(String temporality) {
		try (ConfigurableApplicationContext context = run(
				"management.otlp.metrics.export.aggregation-temporality=" + temporality)) {
			context.getBean(Worker.class).finish(100);
		}
		assertThat(finished()).isEqualTo(120);
	}

	@Test
	void withoutStoppingThemFirstTheyAreLost() {
		try (ConfigurableApplicationContext context = run("emp.metrics.export.shutdown.stop-workers-first=false")) {
			context.getBean(Worker.class).finish(100);
		}
		assertThat(finished()).isEqualTo(100);
	}

	@Test
	void aChildContextThatEndsStopsNoWorkerOfItsParent() {
		try (ConfigurableApplicationContext context = run()) {
			ConfigurableApplicationContext child = new GenericApplicationContext(context);
			child.refresh();
			child.close();
			assertThat(context.getBean(Worker.class).isRunning()).isTrue();
		}
	}

	@Test
	void theOrderOfTheShutdownIsBootsWhereNothingIsExported() {
		ConfigurableApplicationContext context = new ExportApplication().with(Workers.class)
			.with("emp.metrics.job.enabled=false")
			.run();
		Worker worker = context.getBean(Worker.class);
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		context.close();
		assertThat(worker.isRunning()).isFalse();
		assertThat(worker.closedBefore(registry)).isFalse();
	}

	@Test
	void theApplicationEndsInTimeWhereTheReceiverHangs() {
		this.receiver.answersOtherwise(Fault.hang());
		ConfigurableApplicationContext context = run("management.otlp.metrics.export.read-timeout=1m");
		context.getBean(Worker.class).finish(100);
		long before = System.nanoTime();
		context.close();
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
		assertThat(this.receiver.requests()).isNotEmpty();
	}

	private ConfigurableApplicationContext run(String... settings) {
		return new ExportApplication().with(Workers.class)
			.with("management.otlp.metrics.export.url=" + this.receiver.url())
			.with(settings)
			.run();
	}

	/**
	 * The largest of what came, since a delta of zero follows where the steps end.
	 * @return the number of jobs
	 */
	private double finished() {
		List<Metric> metrics = this.receiver.stored()
			.stream()
			.flatMap((stored) -> stored.metrics().stream())
			.filter((metric) -> metric.getName().equals("test.finished"))
			.toList();
		assertThat(metrics).isNotEmpty();
		return metrics.stream()
			.flatMap((metric) -> metric.getSum().getDataPointsList().stream())
			.mapToDouble(NumberDataPoint::getAsDouble)
			.max()
			.orElse(0);
	}

	/**
	 * A worker that has jobs in hand when it is stopped.
	 */
	static final class Worker implements SmartLifecycle {

		private final Counter finished;

		private final MeterRegistry registry;

		private boolean closedBefore;

		private volatile boolean running;

		Worker(MeterRegistry registry) {
			this.registry = registry;
			this.finished = registry.counter("test.finished");
		}

		void finish(int jobs) {
			this.finished.increment(jobs);
		}

		boolean closedBefore(MeterRegistry other) {
			assertThat(other).isSameAs(this.registry);
			return !this.closedBefore;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.closedBefore = this.registry.isClosed();
			finish(20);
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

	/**
	 * One worker.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Workers {

		@Bean
		Worker worker(MeterRegistry registry) {
			return new Worker(registry);
		}

	}

}
