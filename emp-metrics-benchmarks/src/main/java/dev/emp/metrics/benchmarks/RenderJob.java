package dev.emp.metrics.benchmarks;

import java.time.Instant;

/**
 * A job as it comes from a queue.
 *
 * @param id its id, which is no tag
 * @param priority its priority, one of a few
 * @param enqueuedAt when it was put into the queue
 * @param attempt the number of the attempt
 */
public record RenderJob(String id, String priority, Instant enqueuedAt, int attempt) {

	static RenderJob sample() {
		return new RenderJob("7f1c", "high", Instant.now().minusSeconds(20), 1);
	}

}
