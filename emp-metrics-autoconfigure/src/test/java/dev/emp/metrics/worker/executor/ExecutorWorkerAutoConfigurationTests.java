package dev.emp.metrics.worker.executor;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import dev.emp.metrics.support.MeteredExecutorService;
import dev.emp.metrics.support.SupportAutoConfiguration;
import dev.emp.metrics.worker.WorkerReading;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExecutorWorkerAutoConfiguration}.
 */
class ExecutorWorkerAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, ExecutorWorkerAutoConfiguration.class))
		.withUserConfiguration(Ground.class);

	@Test
	void findsExecutorsByTheNamesOfTheirBeans() {
		this.runner.withUserConfiguration(Beans.class).run((context) -> {
			FoundWorkers found = context.getBean(FoundWorkers.class);
			assertThat(found.probes()).containsOnlyKeys("pool", "scheduler", "simple", "bare", "forkJoin", "single");
			assertThat(found.read("pool")).isEqualTo(new WorkerReading(0, 3L));
			assertThat(found.read("scheduler")).isEqualTo(new WorkerReading(0, 2L));
			assertThat(found.read("simple")).isEqualTo(new WorkerReading(0, null));
			assertThat(found.read("bare")).isEqualTo(new WorkerReading(0, 2L));
			assertThat(found.read("forkJoin")).isEqualTo(new WorkerReading(0, 5L));
			assertThat(found.read("single")).isEqualTo(new WorkerReading(0, null));
		});
	}

	@Test
	void leavesAloneWhatIsExcluded() {
		this.runner.withUserConfiguration(Beans.class)
			.withPropertyValues("emp.metrics.worker.exclude=simple,pool")
			.run((context) -> {
				assertThat(context.getBean(FoundWorkers.class).probes()).doesNotContainKeys("simple", "pool")
					.containsKey("bare");
				assertThat(SimpleExecutors.tasks(context.getBean(SimpleAsyncTaskExecutor.class))).isNull();
			});
	}

	@Test
	void isOffWithTheFeature() {
		this.runner.withUserConfiguration(Beans.class)
			.withPropertyValues("emp.metrics.worker.enabled=false")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(ExecutorSources.class);
				assertThat(SimpleExecutors.tasks(context.getBean(SimpleAsyncTaskExecutor.class))).isNull();
			});
	}

	@Test
	void makesNoLazyExecutor() {
		this.runner.withUserConfiguration(Beans.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				// what has a life cycle is made at the start nevertheless
				assertThat(context.getBean(FoundWorkers.class).probes()).doesNotContainKeys("simple", "bare");
				assertThat(context.getBean("simple")).isNotNull();
				assertThat(context.getBean(FoundWorkers.class).probes()).containsKey("simple")
					.doesNotContainKey("bare");
			});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void countsTheVirtualThreadsOfBootAndKeepsItsDecorators() {
		this.runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.withUserConfiguration(Decorated.class)
			.withPropertyValues("spring.threads.virtual.enabled=true",
					"spring.task.execution.simple.concurrency-limit=7")
			.run((context) -> {
				FoundWorkers found = context.getBean(FoundWorkers.class);
				CountDownLatch release = new CountDownLatch(1);
				Executor executor = context.getBean("applicationTaskExecutor", Executor.class);
				for (int i = 0; i < 3; i++) {
					executor.execute(() -> await(release));
				}
				awaitReading(found, new WorkerReading(3, 7L));
				assertThat(context.getBean(Decorated.class).decorated).isEqualTo(3);
				release.countDown();
				awaitReading(found, new WorkerReading(0, 7L));
			});
	}

	@Test
	void keepsTheFieldOfTheDecoratorInANativeImage() throws Exception {
		RuntimeHints hints = new RuntimeHints();
		new SimpleExecutorHints().registerHints(hints, null);
		assertThat(RuntimeHintsPredicates.reflection()
			.onFieldAccess(SimpleAsyncTaskExecutor.class.getDeclaredField(SimpleExecutors.FIELD))).accepts(hints);
	}

	private static void awaitReading(FoundWorkers found, WorkerReading reading) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(found.read("applicationTaskExecutor")).isEqualTo(reading));
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Ground {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		FoundWorkers found() {
			return new FoundWorkers();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Executor pool() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setCorePoolSize(3);
			return executor;
		}

		@Bean
		ThreadPoolTaskScheduler scheduler() {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.setPoolSize(2);
			return scheduler;
		}

		@Bean
		Executor simple() {
			return new SimpleAsyncTaskExecutor();
		}

		@Bean
		Executor bare() {
			return MeteredExecutorService.of(Executors.newFixedThreadPool(2));
		}

		@Bean
		Executor forkJoin() {
			return MeteredExecutorService.of(new ForkJoinPool(5));
		}

		@Bean
		Executor single() {
			return MeteredExecutorService.of(Executors.newSingleThreadExecutor());
		}

		@Bean
		Executor unmeasured() {
			return Executors.newFixedThreadPool(1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Decorated {

		private int decorated;

		@Bean
		TaskDecorator first() {
			return (task) -> {
				this.decorated++;
				return task;
			};
		}

	}

}
