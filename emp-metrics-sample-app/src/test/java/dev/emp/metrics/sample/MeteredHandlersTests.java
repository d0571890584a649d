package dev.emp.metrics.sample;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import dev.emp.metrics.sample.queue.BytesInput;
import dev.emp.metrics.sample.queue.FileInput;
import dev.emp.metrics.sample.queue.JobQueue;
import dev.emp.metrics.sample.queue.JobResult;
import dev.emp.metrics.sample.queue.JobType;
import dev.emp.metrics.sample.queue.Priority;
import dev.emp.metrics.sample.work.Zips;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the annotations of the handlers make of jobs.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE,
		properties = { "sample.load.enabled=false", "sample.queue.back-off=1ms" })
class MeteredHandlersTests {

	@Autowired
	private JobQueue queue;

	@Autowired
	private MeterRegistry registry;

	@TempDir
	private Path directory;

	@Test
	void aJobIsCountedWithItsPriorityAndSizes() throws Exception {
		byte[] text = "to be or not to be".getBytes(StandardCharsets.UTF_8);
		JobResult result = this.queue.submit(JobType.INDEX, Priority.HIGH, new BytesInput(text))
			.get(20, TimeUnit.SECONDS);
		Tags tags = Tags.of("job.name", "index", "service", "texts", "queue", "sample", "priority", "high");
		Awaitility.await().untilAsserted(() -> {
			assertThat(count("jobs.processed", tags.and("status", "completed"))).isOne();
			assertThat(count("job.outcomes", tags.and("kind", "success_first"))).isOne();
			assertThat(this.registry.get("job.queue.wait").tags(tags).timer().count()).isOne();
			assertThat(this.registry.get("job.input.size").tags(tags).summary().totalAmount())
				.isEqualTo((double) text.length);
			assertThat(this.registry.get("job.output.size").tags(tags).summary().totalAmount())
				.isEqualTo((double) result.size());
		});
	}

	@Test
	void aJobThatNeverSucceedsExhaustsItsAttempts() {
		CompletableFuture<JobResult> result = this.queue.submit(JobType.HASH, Priority.LOW,
				new FileInput(Path.of("absent")));
		Tags tags = Tags.of("job.name", "hash", "service", "files", "queue", "sample", "priority", "low");
		Awaitility.await().untilAsserted(() -> {
			assertThat(result).isCompletedExceptionally();
			assertThat(count("jobs.processed", tags.and("status", "failed"))).isEqualTo(3);
			assertThat(count("job.outcomes", tags.and("kind", "failed_exhausted"))).isOne();
		});
	}

	@Test
	void aJobIsDoneWhenItsFutureIs() throws Exception {
		JobResult result = this.queue.submit(JobType.COMPRESS, Priority.HIGH, new BytesInput(new byte[100_000]))
			.get(20, TimeUnit.SECONDS);
		Tags tags = Tags.of("job.name", "compress", "service", "files", "queue", "sample", "priority", "high");
		// the thread that waits for the future can be ahead of the call-backs
		Awaitility.await().untilAsserted(() -> {
			assertThat(count("jobs.processed", tags.and("status", "completed"))).isOne();
			assertThat(count("job.outcomes", tags.and("kind", "success_first"))).isOne();
			assertThat(this.registry.get("jobs.active").tags(tags).gauge().value()).isZero();
			assertThat(this.registry.get("job.output.size").tags(tags).summary().totalAmount())
				.isEqualTo((double) result.size());
		});
	}

	@Test
	void aJobIsDoneWhenItsPublisherIs() {
		CompletableFuture<JobResult> done = this.queue.submit(JobType.WORDS, Priority.HIGH,
				new BytesInput("to be".getBytes(StandardCharsets.UTF_8)));
		CompletableFuture<JobResult> failed = this.queue.submit(JobType.WORDS, Priority.HIGH,
				new BytesInput(new byte[] { (byte) 0xE9 }));
		Tags tags = Tags.of("job.name", "words", "service", "texts", "queue", "sample", "priority", "high");
		Awaitility.await().untilAsserted(() -> {
			assertThat(done).isCompleted();
			assertThat(failed).isCompletedExceptionally();
			assertThat(count("jobs.processed", tags.and("status", "started"))).isEqualTo(2);
			assertThat(count("jobs.processed", tags.and("status", "completed"))).isOne();
			assertThat(count("jobs.processed", tags.and("status", "failed"))).isOne();
			assertThat(count("job.outcomes", tags.and("kind", "failed_no_retry"))).isOne();
		});
	}

	@Test
	void aJobThatSpringTriesAgainHasOneOutcome() throws Exception {
		byte[] archive = Zips.of("to be");
		Path late = Files.write(this.directory.resolve("late.zip"), Arrays.copyOf(archive, 10));
		Tags tags = Tags.of("job.name", "archive", "service", "files", "queue", "sample", "priority", "high");
		CompletableFuture<JobResult> result = this.queue.submit(JobType.ARCHIVE, Priority.HIGH, new FileInput(late));
		Awaitility.await().ignoreExceptions().until(() -> count("jobs.processed", tags.and("status", "failed")) == 1);
		Files.write(late, archive);
		assertThat(result.get(20, TimeUnit.SECONDS).size()).isEqualTo(5);
		assertThat(count("jobs.processed", tags.and("status", "completed"))).isOne();
		assertThat(this.registry.get("job.retries").tags(tags).counters()).isNotEmpty();
		assertThat(count("job.outcomes", tags.and("kind", "success_after_retry"))).isOne();
		assertThat(this.registry.find("job.outcomes").tags(tags).counters()).hasSize(1);
		assertThat(this.registry.get("job.queue.wait").tags(tags).timer().count()).isOne();
	}

	@Test
	void aJobThatSpringGivesUpHasFailedOnce() {
		CompletableFuture<JobResult> exhausted = this.queue.submit(JobType.ARCHIVE, Priority.LOW,
				new FileInput(Path.of("absent")));
		CompletableFuture<JobResult> refused = this.queue.submit(JobType.ARCHIVE, Priority.LOW,
				new BytesInput(new byte[] { 1 }));
		Tags tags = Tags.of("job.name", "archive", "service", "files", "queue", "sample", "priority", "low");
		Awaitility.await().untilAsserted(() -> {
			assertThat(exhausted).isCompletedExceptionally();
			assertThat(refused).isCompletedExceptionally();
			assertThat(count("jobs.processed", tags.and("status", "failed"))).isEqualTo(5);
			assertThat(count("job.retries", tags)).isEqualTo(3);
			assertThat(count("job.outcomes", tags.and("kind", "failed_exhausted"))).isOne();
			assertThat(count("job.outcomes", tags.and("kind", "failed_no_retry"))).isOne();
		});
	}

	private double count(String name, Tags tags) {
		return this.registry.get(name).tags(tags).counter().count();
	}

}
