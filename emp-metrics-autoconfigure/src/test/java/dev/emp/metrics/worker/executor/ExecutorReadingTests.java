package dev.emp.metrics.worker.executor;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import dev.emp.metrics.support.MeteredExecutorService;
import dev.emp.metrics.worker.WorkerReading;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link ExecutorSources} reads.
 */
class ExecutorReadingTests {

	private final ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void end() {
		this.release.countDown();
		this.pool.shutdown();
	}

	@Test
	void aPoolWithAnUnboundedQueueNeverGrowsBeyondItsCore() throws Exception {
		this.pool.setCorePoolSize(2);
		this.pool.setMaxPoolSize(9);
		this.pool.setAllowCoreThreadTimeOut(true);
		this.pool.initialize();
		for (int i = 0; i < 5; i++) {
			this.pool.execute(this::block);
		}
		assertThat(read(this.pool)).isEqualTo(new WorkerReading(2, 2L));
		assertThat(this.pool.getPoolSize()).isEqualTo(2);
	}

	@Test
	void aPoolWithoutACoreHasOneThreadForAnUnboundedQueue() throws Exception {
		this.pool.setCorePoolSize(0);
		this.pool.initialize();
		this.pool.execute(this::block);
		this.pool.execute(this::block);
		assertThat(this.pool.getPoolSize()).isOne();
		assertThat(read(this.pool).slots()).isOne();
	}

	@Test
	void aPoolWithABoundedQueueCanGrowToItsMaximum() throws Exception {
		this.pool.setMaxPoolSize(3);
		this.pool.setQueueCapacity(1);
		this.pool.initialize();
		for (int i = 0; i < 4; i++) {
			this.pool.execute(this::block);
		}
		assertThat(read(this.pool)).isEqualTo(new WorkerReading(3, 3L));
	}

	@Test
	void aPoolWithoutAQueueCanGrowToItsMaximum() throws Exception {
		this.pool.setMaxPoolSize(3);
		this.pool.setQueueCapacity(0);
		this.pool.initialize();
		assertThat(read(this.pool).slots()).isEqualTo(3);
	}

	@Test
	void aPoolThatCanGrowForeverHasNoLimit() throws Exception {
		this.pool.setQueueCapacity(1);
		this.pool.initialize();
		assertThat(read(this.pool)).isEqualTo(new WorkerReading(0, null));
	}

	@Test
	void sizesAreThoseOfTheMoment() throws Exception {
		this.pool.initialize();
		FoundWorkers found = found(this.pool);
		this.pool.setCorePoolSize(8);
		assertThat(found.read("bean").slots()).isEqualTo(8);
		this.pool.shutdown();
		assertThat(found.read("bean")).isEqualTo(new WorkerReading(0, 0L));
		this.pool.initialize();
		assertThat(found.read("bean")).isEqualTo(new WorkerReading(0, 8L));
	}

	@Test
	void theLimitOfASimpleExecutorIsThatOfTheMoment() throws Exception {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
		FoundWorkers found = found(executor);
		assertThat(found.read("bean").slots()).isNull();
		executor.setConcurrencyLimit(4);
		assertThat(found.read("bean").slots()).isEqualTo(4);
		executor.setConcurrencyLimit(0);
		assertThat(found.read("bean").slots()).isZero();
		executor.close();
		assertThat(found.read("bean")).isEqualTo(new WorkerReading(0, 0L));
	}

	@Test
	void whatIsShutDownHasNoFreeSlots() throws Exception {
		MeteredExecutorService executor = MeteredExecutorService.of(Executors.newSingleThreadExecutor());
		FoundWorkers found = found(executor);
		executor.shutdown();
		assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		assertThat(found.read("bean")).isEqualTo(new WorkerReading(0, 0L));
	}

	private static WorkerReading read(Object executor) throws Exception {
		return found(executor).read("bean");
	}

	private static FoundWorkers found(Object executor) {
		FoundWorkers found = new FoundWorkers();
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		beans.addBean("bean", executor);
		ExecutorSources sources = new ExecutorSources(new MockEnvironment(), () -> found);
		sources.setBeanFactory(beans);
		assertThat(sources.postProcessAfterInitialization(executor, "bean")).isSameAs(executor);
		sources.afterSingletonsInstantiated();
		return found;
	}

	private void block() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
