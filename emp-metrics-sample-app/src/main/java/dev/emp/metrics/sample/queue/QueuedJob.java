package dev.emp.metrics.sample.queue;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * A job and the promise of its result.
 *
 * @param job the job
 * @param result completed when the job is done, has failed for good, or is cancelled
 */
record QueuedJob(Job job, CompletableFuture<JobResult> result) {

	Priority priority() {
		return this.job.priority();
	}

	Instant availableAt() {
		return this.job.availableAt();
	}

	QueuedJob nextAttempt(Instant availableAt) {
		return new QueuedJob(this.job.nextAttempt(availableAt), this.result);
	}

}
