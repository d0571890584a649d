package dev.emp.metrics.export;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.emp.metrics.job.JobInfo;
import dev.emp.metrics.job.JobRecorder;
import dev.emp.metrics.job.JobRun;
import dev.emp.metrics.job.MeteredJob;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for jobs that end their own application, as a worker does that runs once.
 */
class ClosingJobTests {

	private final FaultyReceiver receiver = FaultyReceiver.start();

	@AfterEach
	void close() {
		this.receiver.stop();
	}

	@Test
	void aHandlerThatClosesItsContextIsNotWaitedFor() {
		assertTakesNoTime((context) -> context.getBean(Handler.class).run(context::close));
		assertThat(last("jobs.processed", "started")).isOne();
		assertThat(last("jobs.active", "once")).isOne();
		assertThat(this.receiver.stored()).hasSize(1);
	}

	@Test
	void norIsOneWithinAnother() {
		assertTakesNoTime((context) -> context.getBean(Handler.class)
			.run(() -> context.getBean(Handler.class).run(context::close)));
		assertThat(last("jobs.processed", "started")).isEqualTo(2);
		assertThat(last("jobs.active", "once")).isEqualTo(2);
	}

	@Test
	void norIsWorkOfTheRecorder() {
		assertTakesNoTime((context) -> {
			JobRecorder recorder = context.getBean(JobRecorder.class);
			try (JobRun run = recorder.start(JobInfo.of("once"))) {
				context.close();
				run.succeed();
			}
		});
		assertThat(last("jobs.processed", "started")).isOne();
	}

	@Test
	void aJobOfAnotherThreadIsWaitedForAllTheSame() throws Exception {
		ConfigurableApplicationContext context = run();
		JobRun other = startElsewhere(context);
		Thread ending = new Thread(() -> {
			java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
			other.succeed();
		});
		context.getBean(Handler.class).run(() -> {
			ending.start();
			context.close();
		});
		ending.join();
		assertThat(last("jobs.processed", "completed")).isOne();
		assertThat(last("jobs.processed", "started")).isEqualTo(1);
	}

	@Test
	void aJobThatEndsTheProcessIsNotWaitedFor() throws Exception {
		long before = System.nanoTime();
		Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx128m", "-cp",
				System.getProperty("java.class.path"), Exiting.class.getName(), this.receiver.url())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
		assertThat(process.exitValue()).isEqualTo(3);
		assertThat(last("jobs.processed", "started")).isOne();
		assertThat(last("test.seconds.to.exit", "")).isLessThan(9);
		assertThat(System.nanoTime()).isGreaterThan(before);
	}

	private void assertTakesNoTime(Consumer<ConfigurableApplicationContext> job) {
		ConfigurableApplicationContext context = run();
		long before = System.nanoTime();
		job.accept(context);
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
		assertThat(context.isActive()).isFalse();
	}

	private static JobRun startElsewhere(ConfigurableApplicationContext context) throws InterruptedException {
		JobRun[] started = new JobRun[1];
		Thread thread = new Thread(
				() -> started[0] = context.getBean(JobRecorder.class).start(JobInfo.of("elsewhere")));
		thread.start();
		thread.join();
		return started[0];
	}

	private ConfigurableApplicationContext run() {
		return new ExportApplication().with(Jobs.class)
			.with("management.otlp.metrics.export.url=" + this.receiver.url())
			.run();
	}

	private double last(String name, String value) {
		List<NumberDataPoint> points = this.receiver.stored()
			.stream()
			.flatMap((stored) -> stored.metrics().stream())
			.filter((metric) -> metric.getName().equals(name))
			.flatMap((metric) -> points(metric).stream())
			.filter((point) -> value.isEmpty() || point.getAttributesList()
				.stream()
				.anyMatch((attribute) -> attribute.getValue().getStringValue().equals(value)))
			.toList();
		assertThat(points).as(name + " of " + value).isNotEmpty();
		return points.get(points.size() - 1).getAsDouble();
	}

	private static List<NumberDataPoint> points(Metric metric) {
		return metric.hasSum() ? metric.getSum().getDataPointsList() : metric.getGauge().getDataPointsList();
	}

	/**
	 * A job that does what it is told.
	 */
	static class Handler {

		@MeteredJob("once")
		void run(Runnable work) {
			work.run();
		}

	}

	/**
	 * One handler.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Jobs {

		@Bean
		Handler handler() {
			return new Handler();
		}

	}

	/**
	 * A process that its own job ends.
	 */
	public static final class Exiting {

		private Exiting() {
		}

		/**
		 * Run the job.
		 * @param arguments where metrics are pushed to
		 */
		public static void main(String[] arguments) {
			ConfigurableApplicationContext context = new ExportApplication().with(Jobs.class)
				.with("management.otlp.metrics.export.url=" + arguments[0])
				.run();
			context.getBean(Handler.class).run(() -> {
				long before = System.nanoTime();
				// a gauge of an object would be gone with it
				Gauge.builder("test.seconds.to.exit", () -> (System.nanoTime() - before) / 1e9)
					.register(context.getBean(MeterRegistry.class));
				System.exit(3);
			});
		}

	}

}
