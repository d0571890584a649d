package dev.emp.metrics.job;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What {@link MeteredJob} says of a handler, for code without a proxy. Immutable; a
 * constant one can be used for any number of runs.
 *
 * @param name the name of the job
 * @param service the service, or null
 * @param queue the queue, or null
 * @param priority the priority, or null
 * @param tags values for declared tag keys
 * @param enqueuedAt when the job could first have been taken, or null
 * @param attempt the number of the attempt from 1, or 0 if unknown
 * @param maxAttempts the number of attempts granted, or 0 if unknown
 */
public record JobInfo(String name, @Nullable String service, @Nullable String queue, @Nullable String priority,
		Map<String, String> tags, @Nullable Instant enqueuedAt, int attempt, int maxAttempts) {

	public JobInfo {
		tags = Map.copyOf(tags);
	}

	public static JobInfo of(String name) {
		return new JobInfo(name, null, null, null, Map.of(), null, 0, 0);
	}

	public JobInfo service(@Nullable String service) {
		return new JobInfo(this.name, service, this.queue, this.priority, this.tags, this.enqueuedAt, this.attempt,
				this.maxAttempts);
	}

	public JobInfo queue(@Nullable String queue) {
		return new JobInfo(this.name, this.service, queue, this.priority, this.tags, this.enqueuedAt, this.attempt,
				this.maxAttempts);
	}

	public JobInfo priority(@Nullable String priority) {
		return new JobInfo(this.name, this.service, this.queue, priority, this.tags, this.enqueuedAt, this.attempt,
				this.maxAttempts);
	}

	public JobInfo enqueuedAt(@Nullable Instant enqueuedAt) {
		return new JobInfo(this.name, this.service, this.queue, this.priority, this.tags, enqueuedAt, this.attempt,
				this.maxAttempts);
	}

	/**
	 * The same job with the attempt that the queue counts.
	 * @param attempt the number of the attempt, 1 for the first
	 * @param maxAttempts the number of attempts granted
	 * @return a new description
	 */
	public JobInfo attempt(int attempt, int maxAttempts) {
		return new JobInfo(this.name, this.service, this.queue, this.priority, this.tags, this.enqueuedAt, attempt,
				maxAttempts);
	}

	/**
	 * The same job with one more tag.
	 * @param key a key of {@code emp.metrics.job.tag-keys}
	 * @param value the value; null for {@code unknown}
	 * @return a new description
	 */
	public JobInfo tag(String key, @Nullable String value) {
		Map<String, String> tags = new HashMap<>(this.tags);
		tags.compute(key, (same, old) -> value);
		return new JobInfo(this.name, this.service, this.queue, this.priority, tags, this.enqueuedAt, this.attempt,
				this.maxAttempts);
	}

}
