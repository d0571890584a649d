package dev.emp.metrics.queue.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import dev.emp.metrics.queue.EnqueuedExtractor;
import dev.emp.metrics.queue.QueueProbe;
import dev.emp.metrics.queue.QueueProbes;
import dev.emp.metrics.queue.QueueReading;
import dev.emp.metrics.queue.QueueState;
import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MemoryQueueAutoConfiguration}.
 */
class MemoryQueueAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, MemoryQueueAutoConfiguration.class))
		.withUserConfiguration(Ground.class);

	@Test
	void findsQueuesAndExecutorsByTheNamesOfTheirBeans() {
		this.runner.withUserConfiguration(QueueBeans.class).run((context) -> {
			Map<String, QueueProbe> probes = probes(context);
			assertThat(probes).containsOnlyKeys("mails", "urgent", "pool", "scheduler", "bare", "single", "proxied");
			assertThat(probes.values()).allMatch(QueueProbe::isInMemory);
			assertThat(probes.get("mails")).extracting(QueueProbe::backend).isEqualTo("memory");
			assertThat(probes.get("pool")).extracting(QueueProbe::backend).isEqualTo("executor");
			assertThat(probes.get("bare")).extracting(QueueProbe::backend).isEqualTo("executor");
		});
	}

	@Test
	void leavesAloneWhatIsExcluded() {
		this.runner.withUserConfiguration(QueueBeans.class)
			.withPropertyValues("emp.metrics.queue.exclude=pool,mails,scheduler")
			.run((context) -> assertThat(probes(context)).containsOnlyKeys("urgent", "bare", "single", "proxied"));
	}

	@Test
	void isOffWithTheFeature() {
		this.runner.withUserConfiguration(QueueBeans.class)
			.withPropertyValues("emp.metrics.queue.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(MemoryQueueSources.class)
				.doesNotHaveBean(MemoryQueues.class));
	}

	@Test
	void makesNoLazyBeanAndFindsItOnceItIsUsed() {
		this.runner.withUserConfiguration(LazyQueue.class).run((context) -> {
			assertThat(context.getBeanFactory().containsSingleton("later")).isFalse();
			assertThat(probes(context)).doesNotContainKey("later");
			assertThat(context.getBean("later")).isNotNull();
			assertThat(probes(context)).containsKey("later");
		});
	}

	@Test
	void readsThePoolOfBoot() throws Exception {
		this.runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.withPropertyValues("spring.task.execution.pool.core-size=1", "spring.task.execution.pool.max-size=1",
					"spring.task.execution.pool.queue-capacity=5")
			.run((context) -> {
				Executor executor = context.getBean("applicationTaskExecutor", Executor.class);
				CountDownLatch release = new CountDownLatch(1);
				executor.execute(() -> await(release));
				executor.execute(() -> await(release));
				QueueReading reading = read(context, "applicationTaskExecutor");
				assertThat(reading).isEqualTo(QueueReading.ready(1).capacity(5));
				release.countDown();
			});
	}

	@Test
	void anUnboundedQueueHasNoCapacity() {
		this.runner.withUserConfiguration(QueueBeans.class)
			.run((context) -> assertThat(read(context, "pool")).isEqualTo(QueueReading.ready(0)));
	}

	@Test
	void tellsTheAgeOfTheOldestTaskOfAMeteredExecutor() {
		this.runner.withUserConfiguration(QueueBeans.class).run((context) -> {
			CountDownLatch release = new CountDownLatch(1);
			Executor executor = context.getBean("bare", Executor.class);
			assertThat(read(context, "bare").oldestAge()).isNull();
			executor.execute(() -> await(release));
			executor.execute(() -> await(release));
			assertThat(read(context, "bare").oldestAge()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
			release.countDown();
		});
	}

	@Test
	void asksTheExtractorsUntilOneKnows() {
		this.runner.withUserConfiguration(Extractors.class).run((context) -> {
			QueueReading empty = read(context, "texts");
			assertThat(empty.oldestAge()).isNull();
			texts(context).add("an hour ago");
			assertThat(read(context, "texts").oldestAge()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
			texts(context).clear();
			assertThat(read(context, "texts").oldestAge()).isEqualTo(Duration.ZERO);
		});
	}

	@Test
	void anExtractorThatFailsCostsTheAgeAlone() {
		this.runner.withUserConfiguration(Extractors.class).run((context) -> {
			texts(context).add("broken");
			assertThat(read(context, "texts")).isEqualTo(QueueReading.ready(1).capacity(3));
			assertThat(context.getBean(MeterRegistry.class)
				.get("emp.metrics.source.errors")
				.tag("source", "queue texts age")
				.counter()
				.count()).isOne();
		});
	}

	@Test
	void aSchedulerHasScheduledTasks() {
		this.runner.withUserConfiguration(QueueBeans.class).run((context) -> {
			ThreadPoolTaskScheduler scheduler = context.getBean(ThreadPoolTaskScheduler.class);
			Object task = scheduler.schedule(() -> {
			}, Instant.now().plus(Duration.ofHours(1)));
			assertThat(task).isNotNull();
			QueueReading reading = read(context, "scheduler");
			assertThat(reading.sizes()).isEqualTo(Map.of(QueueState.SCHEDULED, 1L));
			assertThat(reading.oldestAge()).isEqualTo(Duration.ZERO);
			assertThat(reading.capacity()).isNull();
		});
	}

	@Test
	void aPoolThatIsShutDownOrNotInitializedIsReadWithoutFailure() {
		this.runner.withUserConfiguration(QueueBeans.class).run((context) -> {
			context.getBean("pool", ThreadPoolTaskExecutor.class).shutdown();
			assertThat(read(context, "pool")).isEqualTo(QueueReading.ready(0));
			context.getBean("pool", ThreadPoolTaskExecutor.class).initialize();
			assertThat(read(context, "pool")).isEqualTo(QueueReading.ready(0));
		});
	}

	@Test
	void aChildContextFindsItsOwnBeans() {
		this.runner
			.run((parent) -> this.runner.withParent(parent).withUserConfiguration(LazyQueue.class).run((child) -> {
				assertThat(child.getBean("later")).isNotNull();
				assertThat(probes(child)).containsKey("later");
			}));
	}

	private static Map<String, QueueProbe> probes(ConfigurableApplicationContext context) {
		return context.getBean(Found.class).probes;
	}

	private static QueueReading read(ConfigurableApplicationContext context, String queue) throws Exception {
		QueueProbe probe = probes(context).get(queue);
		assertThat(probe).isNotNull();
		return probe.read();
	}

	@SuppressWarnings("unchecked")
	private static BlockingQueue<String> texts(ConfigurableApplicationContext context) {
		return context.getBean("texts", BlockingQueue.class);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Keeps what was found.
	 */
	static final class Found implements QueueProbes {

		private final Map<String, QueueProbe> probes = new ConcurrentHashMap<>();

		@Override
		public void add(QueueProbe probe) {
			assertThat(this.probes.put(probe.queue(), probe)).isNull();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Ground {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		Found found() {
			return new Found();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyQueue {

		@Bean
		@Lazy
		BlockingQueue<String> later() {
			return new LinkedBlockingQueue<>();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Extractors {

		@Bean
		BlockingQueue<String> texts() {
			return new ArrayBlockingQueue<>(3);
		}

		@Bean
		EnqueuedExtractor silent() {
			return (queue, element) -> null;
		}

		@Bean
		EnqueuedExtractor hourAgo() {
			return (queue, element) -> hourAgo(element);
		}

		private static @Nullable Instant hourAgo(Object element) {
			if (element.equals("broken")) {
				throw new IllegalStateException("expected");
			}
			return Instant.now().minus(Duration.ofHours(1));
		}

	}

}
