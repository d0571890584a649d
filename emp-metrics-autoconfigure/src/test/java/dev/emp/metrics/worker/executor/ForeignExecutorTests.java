package dev.emp.metrics.worker.executor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import dev.emp.metrics.support.MeteredExecutorService;
import dev.emp.metrics.worker.WorkerProbe;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that executors whose own code would run where metrics are read are read in the
 * background.
 */
class ForeignExecutorTests {

	@Test
	void executorsOfTheJdkAndOfSpringAreReadDirectly() {
		ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		pool.initialize();
		scheduler.initialize();
		assertThat(isDirect(pool)).isTrue();
		assertThat(isDirect(scheduler)).isTrue();
		assertThat(isDirect(new SimpleAsyncTaskExecutor())).isTrue();
		assertThat(isDirect(MeteredExecutorService.of(Executors.newFixedThreadPool(1)))).isTrue();
		assertThat(isDirect(MeteredExecutorService.of(Executors.newSingleThreadExecutor()))).isTrue();
		assertThat(isDirect(MeteredExecutorService.of(Executors.newWorkStealingPool(1)))).isTrue();
		pool.shutdown();
		scheduler.shutdown();
	}

	@Test
	void aPoolWhoseQueueIsOfAnotherKindIsReadInTheBackground() {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>() {

			@Override
			public int remainingCapacity() {
				throw new IllegalStateException("asks another process");
			}

		});
		assertThat(isDirect(MeteredExecutorService.of(pool))).isFalse();
	}

	@Test
	void aPoolThatCountsByItselfIsReadInTheBackground() {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {

			@Override
			public int getActiveCount() {
				throw new IllegalStateException("asks another process");
			}

		};
		assertThat(isDirect(MeteredExecutorService.of(pool))).isFalse();
	}

	@Test
	void anExecutorThatFindsItsPoolByItselfIsReadInTheBackground() {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor() {

			@Override
			public ThreadPoolExecutor getThreadPoolExecutor() {
				return super.getThreadPoolExecutor();
			}

		};
		executor.initialize();
		assertThat(isDirect(executor)).isFalse();
		executor.shutdown();
	}

	@Test
	void anExecutorThatIsNoPoolOfTheJdkIsReadInTheBackground() {
		assertThat(isDirect(MeteredExecutorService.of(new TestExecutor()))).isFalse();
		assertThat(isDirect(new SimpleAsyncTaskExecutor() {

			@Override
			public boolean isActive() {
				throw new IllegalStateException("asks another process");
			}

		})).isFalse();
	}

	private static boolean isDirect(Object executor) {
		Map<String, WorkerProbe> found = new ConcurrentHashMap<>();
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		beans.addBean("bean", executor);
		ExecutorSources sources = new ExecutorSources(new MockEnvironment(),
				() -> (probe) -> found.put(probe.pool(), probe));
		sources.setBeanFactory(beans);
		assertThat(sources.postProcessAfterInitialization(executor, "bean")).isSameAs(executor);
		sources.afterSingletonsInstantiated();
		WorkerProbe probe = found.get("bean");
		assertThat(probe).isNotNull();
		return probe.isInMemory();
	}

}
