package dev.emp.metrics.sample.queue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.emp.metrics.queue.QueueReading;
import dev.emp.metrics.queue.QueueState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JobQueue}.
 */
class JobQueueTests {

	private final ManualClock clock = new ManualClock();

	private final JobQueue queue = new JobQueue(
			new QueueProperties(3, 1, 3, Duration.ofMillis(500), Duration.ofSeconds(1)), this.clock);

	@BeforeEach
	void open() {
		this.queue.open();
	}

	@Test
	void givesUrgentJobsFirst() {
		submit(Priority.LOW);
		submit(Priority.NORMAL);
		submit(Priority.HIGH);
		assertThat(List.of(poll(), poll(), poll())).extracting(Job::priority)
			.containsExactly(Priority.HIGH, Priority.NORMAL, Priority.LOW);
	}

	@Test
	void keepsTheOrderInsideOnePriority() {
		submit(Priority.NORMAL);
		submit(Priority.NORMAL);
		submit(Priority.NORMAL);
		assertThat(List.of(poll(), poll(), poll())).extracting(Job::id).isSorted();
	}

	@Test
	void refusesAJobBeyondItsCapacity() {
		submit(Priority.NORMAL);
		submit(Priority.NORMAL);
		submit(Priority.NORMAL);
		assertThatExceptionOfType(JobRefusedException.class).isThrownBy(() -> submit(Priority.HIGH))
			.withMessage("The queue is full: 3 jobs are waiting (sample.queue.capacity)");
		poll();
		submit(Priority.HIGH);
		assertThat(this.queue.size()).isEqualTo(3);
	}

	@Test
	void refusesJobsOnceClosed() {
		this.queue.close();
		assertThatExceptionOfType(JobRefusedException.class).isThrownBy(() -> submit(Priority.HIGH))
			.withMessageContaining("closed");
	}

	@Test
	void closingHandsBackWhatIsLeft() {
		submit(Priority.NORMAL);
		QueuedJob failed = Objects.requireNonNull(this.queue.poll());
		this.queue.retry(failed);
		submit(Priority.LOW);
		assertThat(this.queue.close()).hasSize(2);
		assertThat(this.queue.size()).isZero();
	}

	@Test
	void aFailedJobRestsLongerEachTime() {
		submit(Priority.NORMAL);
		assertThat(this.queue.retry(Objects.requireNonNull(this.queue.poll()))).isTrue();
		this.clock.advance(Duration.ofMillis(499));
		assertThat(this.queue.poll()).isNull();
		this.clock.advance(Duration.ofMillis(1));
		QueuedJob second = Objects.requireNonNull(this.queue.poll());
		assertThat(second.job().attempt()).isEqualTo(2);
		assertThat(second.job().availableAt()).isEqualTo(this.clock.instant());
		this.queue.retry(second);
		this.clock.advance(Duration.ofMillis(999));
		assertThat(this.queue.poll()).isNull();
		this.clock.advance(Duration.ofMillis(1));
		assertThat(this.queue.poll()).isNotNull();
	}

	@Test
	void takesAFailedJobBackEvenWhenFull() {
		submit(Priority.NORMAL);
		QueuedJob failed = Objects.requireNonNull(this.queue.poll());
		submit(Priority.NORMAL);
		submit(Priority.NORMAL);
		submit(Priority.NORMAL);
		assertThat(this.queue.retry(failed)).isTrue();
		assertThat(this.queue.size()).isEqualTo(4);
	}

	@Test
	void closingSendsTheWaitingTakerHome() {
		CompletableFuture<Boolean> gone = CompletableFuture.supplyAsync(() -> {
			try {
				return this.queue.take() == null;
			}
			catch (InterruptedException ex) {
				return false;
			}
		});
		this.queue.close();
		Awaitility.await().untilAsserted(() -> assertThat(gone).isCompletedWithValue(true));
	}

	@Test
	void anotherAttemptIsGrantedOnlyWhereTheInputMayChange() {
		submit(Priority.HIGH, new FileInput(Path.of("absent")));
		submit(Priority.LOW);
		assertThat(poll().maxAttempts()).isEqualTo(3);
		assertThat(poll().maxAttempts()).isOne();
	}

	@Test
	void aJobThatItsHandlerTriesAgainIsGrantedOneAttempt() {
		assertThat(this.queue.submit(JobType.ARCHIVE, Priority.HIGH, new FileInput(Path.of("absent")))).isNotDone();
		assertThat(poll().maxAttempts()).isOne();
	}

	@Test
	void tellsHowManyWaitAndForHowLong() {
		assertThat(this.queue.read())
			.isEqualTo(QueueReading.ready(0).with(QueueState.RETRY, 0).oldestAge(Duration.ZERO).capacity(3));
		submit(Priority.LOW);
		this.clock.advance(Duration.ofSeconds(2));
		submit(Priority.HIGH);
		assertThat(this.queue.read())
			.isEqualTo(QueueReading.ready(2).with(QueueState.RETRY, 0).oldestAge(Duration.ofSeconds(2)).capacity(3));
	}

	@Test
	void aJobThatRestsIsAsOldAsTheTimeSinceItsRest() {
		submit(Priority.NORMAL);
		this.clock.advance(Duration.ofSeconds(9));
		this.queue.retry(Objects.requireNonNull(this.queue.poll()));
		assertThat(this.queue.read())
			.isEqualTo(QueueReading.ready(0).with(QueueState.RETRY, 1).oldestAge(Duration.ZERO).capacity(3));
		this.clock.advance(Duration.ofMillis(700));
		submit(Priority.NORMAL);
		assertThat(this.queue.read())
			.isEqualTo(QueueReading.ready(2).with(QueueState.RETRY, 0).oldestAge(Duration.ofMillis(200)).capacity(3));
		assertThat(poll().attempt()).isEqualTo(2);
	}

	private void submit(Priority priority) {
		submit(priority, new BytesInput(new byte[] { 1 }));
	}

	private void submit(Priority priority, JobInput input) {
		assertThat(this.queue.submit(JobType.HASH, priority, input)).isNotDone();
	}

	private Job poll() {
		return Objects.requireNonNull(this.queue.poll()).job();
	}

}
