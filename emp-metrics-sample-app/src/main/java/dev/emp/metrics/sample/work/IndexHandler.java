package dev.emp.metrics.sample.work;

import java.io.IOException;
import java.io.InputStream;

import org.springframework.stereotype.Component;

import dev.emp.metrics.job.MeteredJob;
import dev.emp.metrics.sample.queue.InvalidInputException;
import dev.emp.metrics.sample.queue.Job;
import dev.emp.metrics.sample.queue.JobHandler;
import dev.emp.metrics.sample.queue.JobQueue;
import dev.emp.metrics.sample.queue.JobResult;
import dev.emp.metrics.sample.queue.JobType;

/**
 * Indexes a text: which terms it has, how often, and where.
 */
@Component
class IndexHandler implements JobHandler {

	private final int topTerms;

	IndexHandler(WorkProperties properties) {
		this.topTerms = properties.topTerms();
	}

	@Override
	public JobType type() {
		return JobType.INDEX;
	}

	@Override
	@MeteredJob(value = "index", service = "texts", queue = JobQueue.NAME, priority = "#{#job.priority.label}",
			enqueuedAt = "#{#job.availableAt}", attempt = "#{#job.attempt}", maxAttempts = "#{#job.maxAttempts}",
			inputSize = "#{#job.size}", outputSize = "#{#result.size}")
	public JobResult handle(Job job) throws IOException {
		try (InputStream bytes = job.input().open()) {
			InvertedIndex index = new InvertedIndex(TextDecoder.decode(bytes.readAllBytes()));
			if (index.isEmpty()) {
				throw new InvalidInputException("The text has no words");
			}
			return index.summary(this.topTerms);
		}
	}

}
