package dev.emp.metrics.support;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests for {@link MeteredExecutorService}.
 */
@Timeout(30)
class MeteredExecutorServiceTests {

	private final CountDownLatch started = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private final List<ExecutorService> opened = new ArrayList<>();

	@AfterEach
	void stop() {
		this.release.countDown();
		this.opened.forEach(ExecutorService::shutdownNow);
	}

	static List<ExecutorService> executors() {
		return List.of(Executors.newFixedThreadPool(1), Executors.newSingleThreadExecutor(), new ForkJoinPool(1),
				subclass());
	}

	@ParameterizedTest
	@MethodSource("executors")
	void countsWhatWaitsAndRuns(ExecutorService executor) throws Exception {
		MeteredExecutorService metered = metered(executor);
		metered.execute(this::block);
		this.started.await();
		Future<Integer> first = metered.submit(() -> 1);
		Future<?> second = metered.submit(() -> {
		});
		assertThat(metered.running()).isOne();
		assertThat(metered.queued()).isEqualTo(2);
		this.release.countDown();
		assertThat(first.get()).isOne();
		assertThat(second.get()).isNull();
		awaitIdle(metered);
	}

	@ParameterizedTest
	@MethodSource("executors")
	void keepsTheContractOfAnExecutor(ExecutorService executor) throws Exception {
		MeteredExecutorService metered = metered(executor);
		List<Callable<Integer>> tasks = List.of(() -> 1, () -> 2, () -> 3);
		assertThat(metered.unwrap()).isSameAs(executor);
		assertThat(metered.submit(() -> {
		}, "done").get()).isEqualTo("done");
		assertThat(metered.invokeAll(tasks)).extracting(Future::get).containsExactly(1, 2, 3);
		assertThat(metered.invokeAll(tasks, 10, TimeUnit.SECONDS)).extracting(Future::get).containsExactly(1, 2, 3);
		assertThat(metered.invokeAny(tasks)).isBetween(1, 3);
		assertThat(metered.invokeAny(tasks, 10, TimeUnit.SECONDS)).isBetween(1, 3);
		assertThatNullPointerException().isThrownBy(() -> metered.execute(nothing()));
		assertThat(metered.isShutdown()).isFalse();
		metered.shutdown();
		assertThat(metered.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		assertThat(metered.isShutdown()).isTrue();
		assertThat(metered.isTerminated()).isTrue();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> metered.execute(() -> {
		}));
		awaitIdle(metered);
	}

	@ParameterizedTest
	@MethodSource("executors")
	void aTaskThatFailsOrIsCancelledIsNotLeftOver(ExecutorService executor) throws Exception {
		MeteredExecutorService metered = metered(executor);
		Future<?> failing = metered.submit(() -> {
			throw new IllegalStateException("expected");
		});
		Awaitility.await().until(failing::isDone);
		metered.execute(this::block);
		this.started.await();
		Future<?> cancelled = metered.submit(() -> 1);
		assertThat(cancelled.cancel(true)).isTrue();
		this.release.countDown();
		awaitIdle(metered);
	}

	@ParameterizedTest
	@MethodSource("executors")
	void nothingIsLeftOverAfterAStopAtOnce(ExecutorService executor) throws Exception {
		MeteredExecutorService metered = metered(executor);
		metered.execute(this::block);
		this.started.await();
		for (int i = 0; i < 3; i++) {
			metered.execute(() -> {
			});
		}
		assertThat(metered.queued()).isEqualTo(3);
		metered.shutdownNow();
		this.release.countDown();
		assertThat(metered.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		awaitIdle(metered);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aStopAtOnceHandsBackTheTasksThemselves(boolean hidden) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(1);
		MeteredExecutorService metered = metered(hidden ? Executors.unconfigurableExecutorService(executor) : executor);
		metered.execute(this::block);
		this.started.await();
		Runnable task = () -> {
		};
		metered.execute(task);
		Future<?> future = metered.submit(task);
		assertThat(metered.shutdownNow()).containsExactly(task, (Runnable) future);
		assertThat(metered.queued()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void countsExactlyUnderARace(boolean hidden) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(4);
		MeteredExecutorService metered = metered(hidden ? Executors.unconfigurableExecutorService(executor) : executor);
		AtomicInteger ran = new AtomicInteger();
		AtomicInteger wrong = new AtomicInteger();
		List<Thread> threads = IntStream.range(0, 8).mapToObj((i) -> new Thread(() -> {
			for (int task = 0; task < 5000; task++) {
				metered.execute(ran::incrementAndGet);
				if (metered.running() < 0 || metered.running() > 4 || metered.queued() < 0
						|| metered.queued() > 40_000) {
					wrong.incrementAndGet();
				}
			}
		})).toList();
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		Awaitility.await().untilAsserted(() -> assertThat(ran).hasValue(40_000));
		awaitIdle(metered);
		assertThat(wrong).hasValue(0);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aRefusedTaskDoesNotWait(boolean hidden) throws Exception {
		ExecutorService executor = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(1));
		MeteredExecutorService metered = metered(hidden ? Executors.unconfigurableExecutorService(executor) : executor);
		metered.execute(this::block);
		this.started.await();
		metered.execute(new Named());
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> metered.execute(new Named()))
			.withMessageContaining("a named task");
		assertThat(metered.queued()).isOne();
	}

	@Test
	void aTaskThatRunsOnTheCallersThreadAndFailsIsCountedOnce() throws Exception {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(1),
				new ThreadPoolExecutor.CallerRunsPolicy());
		MeteredExecutorService metered = metered(Executors.unconfigurableExecutorService(pool));
		metered.execute(this::block);
		this.started.await();
		metered.execute(() -> {
		});
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> metered.execute(() -> {
			throw new IllegalStateException("expected");
		}));
		assertThat(metered.queued()).isOne();
		assertThat(metered.running()).isOne();
	}

	@Test
	void notesWhenATaskCame() throws Exception {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
		MeteredExecutorService metered = metered(pool);
		metered.execute(this::block);
		this.started.await();
		long before = System.currentTimeMillis();
		assertThat(metered.submit(() -> 1)).isNotDone();
		assertThat(pool.getQueue().peek()).isInstanceOfSatisfying(Enqueued.class,
				(task) -> assertThat(task.enqueuedAt().toEpochMilli()).isBetween(before, System.currentTimeMillis()));
	}

	@Test
	void leavesTheTasksOfAPoolWithAnOrderOfItsOwnAsTheyAre() throws Exception {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES,
				new PriorityBlockingQueue<>(1, Comparator.comparing(Object::toString)));
		MeteredExecutorService metered = metered(pool);
		metered.execute(this::block);
		this.started.await();
		Runnable task = new Named();
		metered.execute(task);
		metered.execute(new Named());
		assertThat(metered.queued()).isEqualTo(2);
		assertThat(pool.getQueue()).allMatch(Named.class::isInstance);
	}

	@Test
	void wrapsNothingTwice() {
		MeteredExecutorService metered = metered(Executors.newFixedThreadPool(1));
		assertThat(MeteredExecutorService.of(metered)).isSameAs(metered);
	}

	private MeteredExecutorService metered(ExecutorService executor) {
		this.opened.add(executor);
		return MeteredExecutorService.of(executor);
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

	private static void awaitIdle(MeteredExecutorService metered) {
		Awaitility.await().untilAsserted(() -> {
			assertThat(metered.queued()).isZero();
			assertThat(metered.running()).isZero();
		});
	}

	@SuppressWarnings({ "NullAway", "DataFlowIssue" })
	private static Runnable nothing() {
		return null;
	}

	private static ExecutorService subclass() {
		return new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>()) {

			@Override
			protected void beforeExecute(Thread thread, Runnable task) {
				assertThat(task).isNotInstanceOf(EnqueuedTask.class);
			}

		};
	}

	/**
	 * A task with a name.
	 */
	private static final class Named implements Runnable {

		@Override
		public void run() {
		}

		@Override
		public String toString() {
			return "a named task";
		}

	}

}
