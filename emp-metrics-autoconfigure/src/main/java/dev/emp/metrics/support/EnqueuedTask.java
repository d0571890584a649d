package dev.emp.metrics.support;

import java.time.Instant;

/**
 * A task and when it was given to its executor.
 */
final class EnqueuedTask implements Runnable, Enqueued {

	private final Runnable task;

	/** An {@link Instant} would double the memory that a waiting task takes. */
	private final long millis;

	EnqueuedTask(Runnable task, long millis) {
		this.task = task;
		this.millis = millis;
	}

	Runnable task() {
		return this.task;
	}

	@Override
	public Instant enqueuedAt() {
		return Instant.ofEpochMilli(this.millis);
	}

	@Override
	public void run() {
		this.task.run();
	}

	@Override
	public String toString() {
		// the message of a rejection names the task
		return this.task.toString();
	}

}
