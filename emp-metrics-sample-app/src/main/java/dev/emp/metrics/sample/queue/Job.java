package dev.emp.metrics.sample.queue;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One delivery of a job to a worker. It is public, with public accessors, for
 * {@link dev.emp.metrics.job.MeteredJob} to read: expressions over public types compile.
 *
 * @param id the number of the job, the same for each attempt
 * @param type what is to be done
 * @param priority how urgent it is
 * @param input the bytes to work on
 * @param availableAt when a worker could first have taken this delivery; for a retry, the
 * end of its back-off
 * @param attempt 1 for the first attempt
 * @param maxAttempts how many attempts the queue grants
 */
public record Job(long id, JobType type, Priority priority, JobInput input, Instant availableAt, int attempt,
		int maxAttempts) {

	/**
	 * The size of the input.
	 * @return the number of bytes, or null if there is no input yet
	 */
	public @Nullable Long size() {
		return this.input.size();
	}

	boolean hasAttemptsLeft() {
		return this.attempt < this.maxAttempts;
	}

	Job nextAttempt(Instant availableAt) {
		return new Job(this.id, this.type, this.priority, this.input, availableAt, this.attempt + 1, this.maxAttempts);
	}

}
