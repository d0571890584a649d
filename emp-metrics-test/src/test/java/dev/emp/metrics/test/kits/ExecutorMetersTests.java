package dev.emp.metrics.test.kits;

import java.util.Map;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import dev.emp.metrics.queue.QueueAutoConfiguration;
import dev.emp.metrics.queue.QueueProbe;
import dev.emp.metrics.queue.QueueReading;
import dev.emp.metrics.queue.memory.MemoryQueueAutoConfiguration;
import dev.emp.metrics.support.SupportAutoConfiguration;
import dev.emp.metrics.worker.WorkerAutoConfiguration;
import dev.emp.metrics.worker.executor.ExecutorWorkerAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the series of an executor bean, from the start of the context to its end.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExecutorMetersTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, QueueAutoConfiguration.class,
				WorkerAutoConfiguration.class, MemoryQueueAutoConfiguration.class,
				ExecutorWorkerAutoConfiguration.class))
		.withBean(MeterRegistry.class, () -> this.registry)
		.withUserConfiguration(Pool.class);

	@Test
	void anExecutorBeanIsAQueueAndAPoolOfWorkers() {
		this.runner.run((context) -> {
			awaitMeter("workers.utilization");
			awaitMeter("queue.utilization");
			assertThat(Map.of("queue.size", value("queue.size"), "queue.capacity", value("queue.capacity"),
					"workers.busy", value("workers.busy"), "workers.available", value("workers.available"),
					"workers.slots", value("workers.slots")))
				.isEqualTo(Map.of("queue.size", 0.0, "queue.capacity", 7.0, "workers.busy", 0.0, "workers.available",
						3.0, "workers.slots", 3.0));
			assertThat(this.registry.get("queue.size").gauge().getId().getTags()).extracting("value")
				.containsExactlyInAnyOrder("pool", "executor", "ready");
			context.getBean(ThreadPoolTaskExecutor.class).setMaxPoolSize(5);
			assertThat(value("workers.slots")).isEqualTo(5);
		});
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void aProbeOfTheApplicationWinsWithoutAWarning(CapturedOutput output) {
		this.runner.withBean(QueueProbe.class, OwnProbe::new).run((context) -> {
			awaitMeter("queue.size");
			awaitMeter("workers.busy");
			assertThat(this.registry.get("queue.size").gauges()).hasSize(1);
			assertThat(value("queue.size")).isEqualTo(42);
		});
		assertThat(output).doesNotContain("WARN");
	}

	private double value(String meter) {
		return this.registry.get(meter).gauge().value();
	}

	private void awaitMeter(String name) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.registry.getMeters()).extracting(Meter::getId)
				.extracting(Meter.Id::getName)
				.contains(name));
	}

	@Configuration(proxyBeanMethods = false)
	static class Pool {

		@Bean
		ThreadPoolTaskExecutor pool() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setQueueCapacity(7);
			executor.setMaxPoolSize(3);
			return executor;
		}

	}

	/**
	 * A probe that knows more of the pool's queue.
	 */
	private static final class OwnProbe implements QueueProbe {

		@Override
		public String queue() {
			return "pool";
		}

		@Override
		public String backend() {
			return "executor";
		}

		@Override
		public QueueReading read() {
			return QueueReading.ready(42);
		}

	}

}
