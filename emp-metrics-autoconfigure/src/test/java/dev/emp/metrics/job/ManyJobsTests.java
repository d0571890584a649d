package dev.emp.metrics.job;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of metered handlers that many threads call at once.
 */
@SuppressWarnings("FutureReturnValueIgnored")
class ManyJobsTests extends JobContext {

	private static final int THREADS = 8;

	private static final int ROUNDS = 20_000;

	private static final List<Consumer<JobRun>> ENDS = List.of(JobRun::succeed, JobRun::fail, JobRun::cancel,
			(run) -> run.fail(new IllegalStateException()), JobRun::close);

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void showsTenThousandHandlersThatBlockVirtualThreads() {
		CountDownLatch release = new CountDownLatch(1);
		withHandler(new Handler(release), (handler) -> {
			ExecutorService threads = virtualThreads();
			for (int i = 0; i < 10_000; i++) {
				threads.execute(handler::block);
			}
			Awaitility.await()
				.untilAsserted(() -> assertThat(gauge("jobs.active", "job.name", "block")).isEqualTo(10_000));
			assertThat(count("jobs.processed", "status", "started")).isEqualTo(10_000);
			release.countDown();
			Awaitility.await().untilAsserted(() -> assertThat(gauge("jobs.active", "job.name", "block")).isZero());
			assertThat(count("jobs.processed", "status", "completed")).isEqualTo(10_000);
			assertThat(records("job.duration")).isEqualTo(10_000);
			threads.shutdown();
		});
	}

	@Test
	void countsEachRunOnceWhoeverEndsIt() {
		runner().run((context) -> {
			JobRecorder recorder = context.getBean(JobRecorder.class);
			List<JobRun> runs = new ArrayList<>();
			for (int i = 0; i < ROUNDS; i++) {
				runs.add(recorder.start(JobInfo.of("raced")));
			}
			atOnce(() -> runs.forEach((run) -> anyEnd().accept(run)));
			assertEachEndedOnce(ROUNDS);
			assertThat(count("errors")).isLessThanOrEqualTo(count("jobs.processed", "status", "failed"));
		});
	}

	@Test
	void losesNoCountWhileManyThreadsStartAndEnd() {
		withHandler(new Handler(new CountDownLatch(0)), (handler) -> {
			atOnce(() -> {
				for (int i = 0; i < ROUNDS; i++) {
					handler.tagged("queue-" + ThreadLocalRandom.current().nextInt(20));
				}
			});
			assertEachEndedOnce(THREADS * ROUNDS);
			assertThat(values("jobs.processed", "queue")).filteredOn((queue) -> queue.startsWith("queue-")).hasSize(20);
		});
	}

	@Test
	void countsAFutureOnceThoughItIsCancelledWhileItCompletes() {
		withHandler(new Handler(new CountDownLatch(0)), (handler) -> {
			List<CompletableFuture<String>> futures = new ArrayList<>();
			for (int i = 0; i < ROUNDS; i++) {
				CompletableFuture<String> future = new CompletableFuture<>();
				handler.later(future);
				futures.add(future);
			}
			atOnce(() -> futures.forEach((future) -> {
				if (ThreadLocalRandom.current().nextBoolean()) {
					future.cancel(true);
				}
				else {
					future.complete("done");
				}
			}));
			assertEachEndedOnce(ROUNDS);
			assertThat(count("jobs.processed", "status", "cancelled"))
				.isEqualTo((double) futures.stream().filter(Future::isCancelled).count());
		});
	}

	@Test
	void neverShowsFewerThanNoneOrMoreThanRun() {
		withHandler(new Handler(new CountDownLatch(0)), (handler) -> {
			List<Double> seen = new ArrayList<>();
			atOnce(() -> {
				for (int i = 0; i < ROUNDS; i++) {
					handler.tagged("one");
					if (i % 1000 == 0) {
						double active = gauge("jobs.active", "queue", "one");
						synchronized (seen) {
							seen.add(active);
						}
					}
				}
			});
			assertThat(seen).allMatch((active) -> active >= 0 && active <= THREADS);
		});
	}

	private void assertEachEndedOnce(int runs) {
		assertThat(count("jobs.processed", "status", "started")).isEqualTo(runs);
		assertThat(Stream.of("completed", "failed", "cancelled")
			.mapToDouble((status) -> count("jobs.processed", "status", status))
			.sum()).isEqualTo(runs);
		assertThat(records("job.duration")).isEqualTo(runs);
		assertThat(count("job.outcomes")).isEqualTo(runs);
		this.registry.find("jobs.active").gauges().forEach((gauge) -> assertThat(gauge.value()).isZero());
	}

	private static Consumer<JobRun> anyEnd() {
		return ENDS.get(ThreadLocalRandom.current().nextInt(ENDS.size()));
	}

	private static void atOnce(Runnable work) {
		CyclicBarrier start = new CyclicBarrier(THREADS);
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			List<Future<?>> done = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				done.add(threads.submit(() -> {
					start.await();
					work.run();
					return null;
				}));
			}
			for (Future<?> thread : done) {
				thread.get(60, TimeUnit.SECONDS);
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static ExecutorService virtualThreads() {
		try {
			// not there for the compiler, which builds for Java 17
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Handlers to be called by many.
	 */
	static class Handler {

		private final CountDownLatch release;

		Handler(CountDownLatch release) {
			this.release = release;
		}

		@MeteredJob("block")
		void block() {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@MeteredJob(value = "tagged", queue = "#{#queue}")
		void tagged(String queue) {
		}

		@MeteredJob("later")
		CompletableFuture<String> later(CompletableFuture<String> future) {
			return future;
		}

	}

}
