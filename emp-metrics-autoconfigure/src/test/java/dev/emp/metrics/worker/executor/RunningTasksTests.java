package dev.emp.metrics.worker.executor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RunningTasks} and {@link SimpleExecutors}.
 */
@Timeout(30)
@ExtendWith(OutputCaptureExtension.class)
class RunningTasksTests {

	private final CountDownLatch started = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private final SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();

	@AfterEach
	void end() {
		this.release.countDown();
	}

	@Test
	void countsFromTheStartOfATaskToItsEnd() throws Exception {
		SimpleExecutors.count(this.executor);
		this.executor.execute(this::block);
		Future<?> future = this.executor.submit(this::block);
		awaitCount(2);
		this.release.countDown();
		future.get();
		awaitCount(0);
	}

	@Test
	void theDecoratorOfTheApplicationSeesTheTaskAsItWasGiven() throws Exception {
		List<Runnable> seen = new ArrayList<>();
		this.executor.setTaskDecorator((task) -> {
			seen.add(task);
			return () -> {
				assertThat(tasks().count()).isOne();
				task.run();
			};
		});
		SimpleExecutors.count(this.executor);
		assertThat(this.executor.submit(() -> 42).get()).isEqualTo(42);
		assertThat(seen).singleElement().isInstanceOf(FutureTask.class);
	}

	@Test
	void saysOnceThatTheDecoratorCannotBeRead(CapturedOutput output) {
		AtomicBoolean said = new AtomicBoolean();
		for (int i = 0; i < 2; i++) {
			SimpleExecutors.warn(this.executor, new IllegalStateException("it has no field"), said);
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("SimpleAsyncTaskExecutor is not counted", "it has no field", "emp.metrics.worker.exclude");
	}

	@Test
	void springHasTheFieldOfTheDecorator() {
		assertThat(ReflectionUtils.findField(SimpleAsyncTaskExecutor.class, SimpleExecutors.FIELD, TaskDecorator.class))
			.isNotNull();
	}

	@Test
	void aDecoratorThatFailsIsNotCounted() {
		this.executor.setTaskDecorator((task) -> {
			throw new IllegalStateException("expected");
		});
		SimpleExecutors.count(this.executor);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.executor.execute(() -> {
		}));
		awaitCount(0);
	}

	@Test
	void countsEachTaskOnceHoweverOftenTheExecutorIsFound() throws Exception {
		SimpleExecutors.count(this.executor);
		SimpleExecutors.count(this.executor);
		this.executor.execute(this::block);
		this.started.await();
		awaitCount(1);
	}

	@Test
	void aRefusedTaskIsNotCounted() throws Exception {
		this.executor.setConcurrencyLimit(1);
		this.executor.setRejectTasksWhenLimitReached(true);
		SimpleExecutors.count(this.executor);
		this.executor.execute(this::block);
		this.started.await();
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> this.executor.execute(() -> {
		}));
		assertThat(tasks().count()).isOne();
	}

	@Test
	void aTaskWithoutAThreadIsNotCounted() {
		this.executor.setThreadFactory((task) -> {
			throw new IllegalStateException("expected");
		});
		SimpleExecutors.count(this.executor);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.executor.execute(() -> {
		}));
		assertThat(tasks().count()).isZero();
	}

	@Test
	void aTaskThatFailsIsNotLeftOver() {
		this.executor.setThreadFactory((task) -> {
			Thread thread = new Thread(task);
			thread.setUncaughtExceptionHandler((failed, ex) -> this.release.countDown());
			return thread;
		});
		SimpleExecutors.count(this.executor);
		this.executor.execute(() -> {
			throw new IllegalStateException("expected");
		});
		Awaitility.await().untilAsserted(() -> assertThat(this.release.getCount()).isZero());
		awaitCount(0);
	}

	@Test
	void aTaskThatIsInterruptedWhenTheExecutorClosesIsNotLeftOver() throws Exception {
		this.executor.setTaskTerminationTimeout(1);
		SimpleExecutors.count(this.executor);
		this.executor.execute(this::block);
		this.started.await();
		this.executor.close();
		awaitCount(0);
	}

	@Test
	void countsWhatASchedulerRuns() throws Exception {
		try (SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler()) {
			SimpleExecutors.count(scheduler);
			scheduler.start();
			assertThat((Object) scheduler.schedule(this::block, scheduler.getClock().instant())).isNotNull();
			this.started.await();
			assertThat(Objects.requireNonNull(SimpleExecutors.tasks(scheduler)).count()).isOne();
			this.release.countDown();
		}
	}

	private void awaitCount(int count) {
		Awaitility.await().untilAsserted(() -> assertThat(tasks().count()).isEqualTo(count));
	}

	private RunningTasks tasks() {
		return Objects.requireNonNull(SimpleExecutors.tasks(this.executor));
	}

	private void block() {
		this.started.countDown();
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
