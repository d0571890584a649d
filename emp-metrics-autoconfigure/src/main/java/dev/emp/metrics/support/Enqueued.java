package dev.emp.metrics.support;

import java.time.Instant;

/**
 * An element of a queue in memory that says when it came. The age of the oldest element
 * of a {@link java.util.concurrent.BlockingQueue} bean, or of the tasks that wait for an
 * executor, is known from the elements alone.
 */
public interface Enqueued {

	/**
	 * When the element came into the queue. Called on a background thread, never by a
	 * scrape or a push.
	 * @return the time, by the clock of the system
	 */
	Instant enqueuedAt();

	/**
	 * Note that a task comes now. As a {@code TaskDecorator} ({@code Enqueued::now}),
	 * this tells the age of every task that waits for an executor.
	 * @param task the task
	 * @return the same task, with the present time
	 */
	static Runnable now(Runnable task) {
		return new EnqueuedTask(task, System.currentTimeMillis());
	}

}
