package dev.emp.metrics.sample.queue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Workers}.
 */
@Timeout(20)
class WorkersTests {

	private final Set<Thread> before = threads();

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
			assertThat(newThreads()).isEmpty();
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
		CompletableFuture<JobResult> waiting = submit(queue);
		CompletableFuture<JobResult> released = waiting.whenComplete((result, failure) -> this.release.countDown());
		workers.stop();
		assertThat(released).isCompletedExceptionally();
		assertThat(waiting).isCancelled();
		assertThat(running).isCompletedWithValueMatching((result) -> result.size() == 1);
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
		assertThat(newThreads()).isEmpty();
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

	// the contexts that other tests leave open have such threads as well
	private Set<Thread> newThreads() {
		Set<Thread> threads = threads();
		threads.removeAll(this.before);
		return threads;
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("worker-"))
			.collect(Collectors.toCollection(HashSet::new));
	}

}
