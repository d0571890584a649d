package dev.emp.metrics.queue.memory;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

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

import dev.emp.metrics.queue.EnqueuedExtractor;
import dev.emp.metrics.queue.QueueAutoConfiguration;
import dev.emp.metrics.queue.QueueProbe;
import dev.emp.metrics.queue.QueueReading;
import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what the library finds gives way to what the application says of it.
 */
@ExtendWith(OutputCaptureExtension.class)
class FoundQueueTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void givesWayToAProbeOfTheSameQueueWhateverItsBackend(CapturedOutput output) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, QueueAutoConfiguration.class,
					MemoryQueueAutoConfiguration.class))
			.withBean(MeterRegistry.class, () -> this.registry)
			.withUserConfiguration(TwoQueues.class)
			.run((context) -> {
				Awaitility.await().untilAsserted(() -> assertThat(sizes("other")).containsExactly("memory 0.0"));
				Awaitility.await().untilAsserted(() -> assertThat(sizes("jobs")).containsExactly("lanes 7.0"));
				assertThat(output).doesNotContain("WARN");
			});
	}

	@Test
	void anExtractorThatCannotBeMadeCostsTheAgeAlone(CapturedOutput output) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, QueueAutoConfiguration.class,
					MemoryQueueAutoConfiguration.class))
			.withBean(MeterRegistry.class, () -> this.registry)
			.withBean("jobs", BlockingQueue.class, () -> new ArrayBlockingQueue<>(10, false, List.of("first")))
			.withBean("extractor", EnqueuedExtractor.class, () -> {
				throw new IllegalStateException("no clock");
			}, (definition) -> definition.setLazyInit(true))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Awaitility.await().untilAsserted(() -> assertThat(sizes("jobs")).containsExactly("memory 1.0"));
				Awaitility.await()
					.untilAsserted(() -> assertThat(output.getOut().lines().filter((line) -> line.contains("WARN")))
						.singleElement()
						.asString()
						.contains("age of the queue 'jobs'", "'extractor'"));
				assertThat(this.registry.find("queue.oldest.age").gauge()).isNull();
			});
	}

	private List<String> sizes(String queue) {
		return this.registry.find("queue.size")
			.tag("queue", queue)
			.gauges()
			.stream()
			.map((gauge) -> gauge.getId().getTag("backend") + " " + gauge.value())
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoQueues {

		@Bean
		BlockingQueue<String> jobs() {
			return new ArrayBlockingQueue<>(10);
		}

		@Bean
		BlockingQueue<String> other() {
			return new ArrayBlockingQueue<>(10);
		}

		@Bean
		QueueProbe jobsProbe() {
			return new QueueProbe() {

				@Override
				public String queue() {
					return "jobs";
				}

				@Override
				public String backend() {
					return "lanes";
				}

				@Override
				public QueueReading read() {
					return QueueReading.ready(7);
				}

			};
		}

	}

}
