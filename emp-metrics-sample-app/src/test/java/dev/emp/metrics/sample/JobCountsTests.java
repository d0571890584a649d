package dev.emp.metrics.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import dev.emp.metrics.sample.queue.BytesInput;
import dev.emp.metrics.sample.queue.FileInput;
import dev.emp.metrics.sample.queue.JobInput;
import dev.emp.metrics.sample.queue.JobQueue;
import dev.emp.metrics.sample.queue.JobType;
import dev.emp.metrics.sample.queue.Priority;
import dev.emp.metrics.sample.work.Zips;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JobCounts}.
 */
@ExtendWith(OutputCaptureExtension.class)
class JobCountsTests {

	@TempDir
	private Path directory;

	@Test
	void addsUpTheSeriesOfAJob() {
		MeterRegistry registry = new SimpleMeterRegistry();
		for (String priority : new String[] { "high", "low" }) {
			registry.counter("jobs.processed", "job.name", "hash", "status", "started", "priority", priority)
				.increment(3);
		}
		registry.counter("jobs.processed", "job.name", "hash", "status", "cancelled").increment(0);
		registry.counter("job.outcomes", "job.name", "hash", "kind", "success_first").increment(5);
		registry.gauge("jobs.active", List.of(Tag.of("job.name", "hash")), 1);
		registry.counter("jobs.processed", "job.name", "index", "status", "failed").increment();
		assertThat(new JobCounts(registry).text())
			.isEqualTo("hash started 6, completed 0, failed 0, active 1, success_first 5; "
					+ "index started 0, completed 0, failed 1, active 0");
	}

	@Test
	void printsWhatBecameOfEachKindOfHandler(CapturedOutput output) throws IOException {
		byte[] text = "to be".getBytes(StandardCharsets.UTF_8);
		byte[] archive = Zips.of("to be");
		Path late = Files.write(this.directory.resolve("late.zip"), Arrays.copyOf(archive, 10));
		try (ConfigurableApplicationContext context = SpringApplication.run(SampleApplication.class, "--server.port=0",
				"--sample.load.enabled=false")) {
			JobQueue queue = context.getBean(JobQueue.class);
			CompletableFuture<?> retried = submit(queue, JobType.ARCHIVE, new FileInput(late));
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Awaitility.await()
				.until(() -> registry.find("jobs.processed").tags("job.name", "archive", "status", "failed").counter(),
						(failed) -> failed != null && failed.count() > 0);
			Files.write(late, archive);
			await(retried, submit(queue, JobType.ARCHIVE, new FileInput(this.directory.resolve("absent"))),
					submit(queue, JobType.ARCHIVE, new BytesInput(archive)),
					submit(queue, JobType.COMPRESS, new BytesInput(text)),
					submit(queue, JobType.WORDS, new BytesInput(text)),
					submit(queue, JobType.WORDS, new BytesInput(new byte[] { (byte) 0xE9 })));
			Awaitility.await()
				.until(() -> registry.get("jobs.active").gauges().stream().allMatch((jobs) -> jobs.value() == 0));
		}
		assertThat(output).containsPattern("jobs: archive started \\d, completed 2, failed \\d, active 0, "
				+ "failed_exhausted 1, retries \\d, success_after_retry 1, success_first 1; "
				+ "compress started 1, completed 1, failed 0, active 0, success_first 1; "
				+ "words started 2, completed 1, failed 1, active 0, failed_no_retry 1, success_first 1");
	}

	@Test
	void printsFromTimeToTime(CapturedOutput output) {
		try (ConfigurableApplicationContext context = SpringApplication.run(SampleApplication.class, "--server.port=0",
				"--sample.load.enabled=false", "--sample.counts.every=10ms")) {
			assertThat(context.isRunning()).isTrue();
			Awaitility.await().until(() -> output.getOut().split("jobs: ", -1).length > 2);
		}
	}

	private static CompletableFuture<?> submit(JobQueue queue, JobType type, JobInput input) {
		return queue.submit(type, Priority.NORMAL, input);
	}

	private static void await(CompletableFuture<?>... jobs) {
		Awaitility.await().until(() -> Arrays.stream(jobs).allMatch(CompletableFuture::isDone));
	}

}
