package dev.emp.metrics.sample;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import dev.emp.metrics.sample.queue.BytesInput;
import dev.emp.metrics.sample.queue.FileInput;
import dev.emp.metrics.sample.queue.JobQueue;
import dev.emp.metrics.sample.queue.JobResult;
import dev.emp.metrics.sample.queue.JobType;
import dev.emp.metrics.sample.queue.Priority;

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

	private double count(String name, Tags tags) {
		return this.registry.get(name).tags(tags).counter().count();
	}

}
