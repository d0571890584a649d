package dev.emp.metrics.sample.queue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JobRunner}.
 */
class JobRunnerTests {

	private final ManualClock clock = new ManualClock();

	private final List<Integer> attempts = new ArrayList<>();

	@Test
	void aJobSucceedsWithALaterAttempt() {
		CompletableFuture<JobResult> result = work(3, new FileInput(Path.of("late")));
		assertThat(result).isCompletedWithValueMatching((done) -> done.size() == 3);
		assertThat(this.attempts).containsExactly(1, 2, 3);
	}

	@Test
	void aJobFailsWithItsLastAttempt() {
		CompletableFuture<JobResult> result = work(4, new FileInput(Path.of("absent")));
		assertThat(result).isCompletedExceptionally();
		assertThat(this.attempts).containsExactly(1, 2, 3);
	}

	@Test
	void aJobOnBytesFailsAtOnce() {
		assertThat(work(2, new BytesInput(new byte[] { 1 }))).isCompletedExceptionally();
		assertThat(this.attempts).containsExactly(1);
	}

	@Test
	void aJobWithoutHandlerFails() {
		ManualWorkers workers = new ManualWorkers(1, this.clock, List.of());
		CompletableFuture<JobResult> result = workers.queue()
			.submit(JobType.INDEX, Priority.LOW, new BytesInput(new byte[] { 1 }));
		workers.work();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(result::join)
			.havingCause()
			.withMessage("No handler for jobs of type index");
	}

	private CompletableFuture<JobResult> work(int succeedingAttempt, JobInput input) {
		ManualWorkers workers = new ManualWorkers(1, this.clock, List.of(handler(succeedingAttempt)));
		CompletableFuture<JobResult> result = workers.queue().submit(JobType.HASH, Priority.NORMAL, input);
		for (int i = 0; i < 5; i++) {
			workers.work();
			this.clock.advance(Duration.ofSeconds(10));
		}
		return result;
	}

	private JobHandler handler(int succeedingAttempt) {
		return new TestHandler((job) -> {
			this.attempts.add(job.attempt());
			if (job.attempt() < succeedingAttempt) {
				throw new InvalidInputException("Too early");
			}
			return job::attempt;
		});
	}

}
