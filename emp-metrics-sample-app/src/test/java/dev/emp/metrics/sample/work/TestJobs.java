package dev.emp.metrics.sample.work;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

import org.springframework.core.io.ClassPathResource;

import dev.emp.metrics.sample.queue.BytesInput;
import dev.emp.metrics.sample.queue.Job;
import dev.emp.metrics.sample.queue.JobInput;
import dev.emp.metrics.sample.queue.JobType;
import dev.emp.metrics.sample.queue.Priority;

/**
 * Jobs for the tests of the handlers.
 */
final class TestJobs {

	static final WorkProperties PROPERTIES = new WorkProperties(256, 25_000_000, 3);

	private TestJobs() {
	}

	static Job on(byte[] bytes) {
		return on(new BytesInput(bytes));
	}

	static Job on(JobInput input) {
		return new Job(1, JobType.HASH, Priority.NORMAL, input, Instant.EPOCH, 1, 1);
	}

	static byte[] input(String name) throws IOException {
		try (InputStream stream = new ClassPathResource("inputs/" + name).getInputStream()) {
			return stream.readAllBytes();
		}
	}

}
