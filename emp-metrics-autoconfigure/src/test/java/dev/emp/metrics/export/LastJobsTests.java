package dev.emp.metrics.export;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.task.TaskExecutor;

import dev.emp.metrics.job.JobInfo;
import dev.emp.metrics.job.JobRecorder;
import dev.emp.metrics.job.JobRun;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the receiver learns of the jobs that end while the application does.
 */
@ExtendWith(OutputCaptureExtension.class)
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
	void bootHasTheBeanThatClosesTheRegistries(CapturedOutput output) {
		try (ConfigurableApplicationContext context = ExportApplication.withoutReceiver().run()) {
			assertThat(context.getBean(LastPush.CLOSER)).isInstanceOf(ApplicationListener.class);
		}
		assertThat(output).doesNotContain(LastPush.CLOSER);
	}

	@Test
	void saysThatBootsBeanIsMissing(CapturedOutput output) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.refresh();
			new LastPush(context).afterSingletonsInstantiated();
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("Bean meterRegistryCloser was not found", "jobs which end while the application stops");
	}

	@Test
	void theyAreLostWhereTheLastPushIsTheFirstThingToHappen() {
		try (ConfigurableApplicationContext context = run("emp.metrics.export.shutdown.push-last=false")) {
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
	void listenersOfTheApplicationFindItRunning() {
		AtomicBoolean running = new AtomicBoolean();
		try (ConfigurableApplicationContext context = run()) {
			Worker worker = context.getBean(Worker.class);
			context.addApplicationListener(
					(ApplicationListener<ContextClosedEvent>) (event) -> running.set(worker.isRunning()));
		}
		assertThat(running).isTrue();
	}

	@Test
	void aContextThatStopsAndStartsAgainKeepsItsRegistries() {
		try (ConfigurableApplicationContext context = run()) {
			context.stop();
			assertThat(context.getBean(MeterRegistry.class).isClosed()).isFalse();
			context.start();
			context.getBean(Worker.class).finish(100);
		}
		assertThat(finished()).isEqualTo(20 + 120);
	}

	@Test
	void aContextThatHasStoppedBeforePushesAsWell() {
		try (ConfigurableApplicationContext context = run()) {
			context.getBean(Worker.class).finish(100);
			context.stop();
		}
		assertThat(finished()).isEqualTo(120);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void jobsThatWaitInAnExecutorRunAndAreInTheLastPush(boolean threads) {
		try (ConfigurableApplicationContext context = run("spring.task.execution.shutdown.await-termination=true",
				"spring.task.execution.shutdown.await-termination-period=20s", "spring.task.execution.pool.core-size=1",
				"spring.task.scheduling.shutdown.await-termination=" + threads)) {
			TaskExecutor executor = context.getBean("applicationTaskExecutor", TaskExecutor.class);
			JobRecorder recorder = context.getBean(JobRecorder.class);
			CountDownLatch begun = new CountDownLatch(1);
			for (int i = 0; i < 4; i++) {
				executor.execute(() -> job(recorder, begun));
			}
			Awaitility.await().until(() -> begun.getCount() == 0);
		}
		assertThat(largest("jobs.processed", "completed")).isEqualTo(4);
	}

	private static void job(JobRecorder recorder, CountDownLatch begun) {
		try (JobRun run = recorder.start(JobInfo.of("late"))) {
			begun.countDown();
			// as work does, longer than the end of the application needs
			Awaitility.await().pollDelay(Duration.ofMillis(200)).until(() -> true);
			run.succeed();
		}
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

	private double finished() {
		return largest("test.finished", "");
	}

	/**
	 * The largest of what came, since a delta of zero follows where the steps end.
	 * @param name the name of the metric
	 * @param value a value of an attribute, or an empty text for any
	 * @return the largest value
	 */
	private double largest(String name, String value) {
		List<NumberDataPoint> points = this.receiver.stored()
			.stream()
			.flatMap((stored) -> stored.metrics().stream())
			.filter((metric) -> metric.getName().equals(name))
			.flatMap((metric) -> metric.getSum().getDataPointsList().stream())
			.filter((point) -> value.isEmpty() || point.getAttributesList()
				.stream()
				.anyMatch((attribute) -> attribute.getValue().getStringValue().equals(value)))
			.toList();
		assertThat(points).isNotEmpty();
		return points.stream().mapToDouble(NumberDataPoint::getAsDouble).max().orElse(0);
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
