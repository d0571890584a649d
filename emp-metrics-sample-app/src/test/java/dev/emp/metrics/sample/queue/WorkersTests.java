package dev.emp.metrics.sample.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.emp.metrics.sample.NewThreads;
import dev.emp.metrics.worker.WorkerReading;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Workers}.
 */
@Timeout(20)
class WorkersTests {

	private final NewThreads newThreads = new NewThreads();

	private final CountDownLatch started = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	@Test
	void doJobsAgainAfterARestart() throws Exception {
		QueueProperties properties = properties(Duration.ofSeconds(10));
		JobQueue queue = new JobQueue(properties);
		Workers workers = workers(properties, queue, new TestHandler((job) -> job::id));
		for (int i = 0; i < 2; i++) {
			workers.start();
			assertThat(workers.isRunning()).isTrue();
			assertThat(submit(queue).get(10, TimeUnit.SECONDS).size()).isPositive();
			workers.stop();
			assertThat(workers.isRunning()).isFalse();
			assertThat(this.newThreads.alive()).isEmpty();
		}
	}

	@Test
	void stoppingLetsARunningJobEndAndCancelsTheWaiting() throws Exception {
		QueueProperties properties = properties(Duration.ofSeconds(10));
		JobQueue queue = new JobQueue(properties);
		Workers workers = workers(properties, queue, blocking());
		workers.start();
		CompletableFuture<JobResult> running = submit(queue);
		this.started.await();
		assertThat(workers.read()).isEqualTo(new WorkerReading(1, 1L));
		CompletableFuture<JobResult> waiting = submit(queue);
		CompletableFuture<JobResult> released = waiting.whenComplete((result, failure) -> this.release.countDown());
		workers.stop();
		assertThat(released).isCompletedExceptionally();
		assertThat(waiting).isCancelled();
		assertThat(running).isCompletedWithValueMatching((result) -> result.size() == 1);
		assertThat(workers.read()).isEqualTo(new WorkerReading(0, 0L));
	}

	@Test
	void stoppingInterruptsAJobThatTakesTooLong() throws Exception {
		QueueProperties properties = properties(Duration.ofMillis(1));
		JobQueue queue = new JobQueue(properties);
		Workers workers = workers(properties, queue, blocking());
		workers.start();
		CompletableFuture<JobResult> running = submit(queue);
		this.started.await();
		workers.stop();
		assertThat(running).isCompletedExceptionally();
		assertThat(this.newThreads.alive()).isEmpty();
	}

	private JobHandler blocking() {
		return new TestHandler((job) -> {
			this.started.countDown();
			this.release.await();
			return job::id;
		});
	}

	private static Workers workers(QueueProperties properties, JobQueue queue, JobHandler handler) {
		return new Workers(queue, new JobRunner(queue, List.of(handler)), properties);
	}

	private static CompletableFuture<JobResult> submit(JobQueue queue) {
		return queue.submit(JobType.HASH, Priority.NORMAL, new BytesInput(new byte[] { 1 }));
	}

	private static QueueProperties properties(Duration shutdownTimeout) {
		return new QueueProperties(10, 1, 3, Duration.ofMillis(1), shutdownTimeout);
	}

}
