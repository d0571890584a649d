package dev.emp.metrics.sample.queue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * An open queue whose jobs are done on the thread of the test, when it says so.
 */
public final class ManualWorkers {

	private final JobQueue queue;

	private final JobRunner runner;

	/**
	 * Opens a queue whose failed jobs rest for a second.
	 * @param capacity the bound of the queue
	 * @param clock the clock
	 * @param handlers what does the jobs
	 */
	public ManualWorkers(int capacity, InstantSource clock, List<? extends JobHandler> handlers) {
		QueueProperties properties = new QueueProperties(capacity, 1, 3, Duration.ofSeconds(1), Duration.ZERO);
		this.queue = new JobQueue(properties, clock);
		this.queue.open();
		this.runner = new JobRunner(this.queue, List.copyOf(handlers));
	}

	/**
	 * The queue.
	 * @return the queue
	 */
	public JobQueue queue() {
		return this.queue;
	}

	/**
	 * Does each job that can be taken now.
	 */
	public void work() {
		QueuedJob job = this.queue.poll();
		while (job != null) {
			this.runner.run(job);
			job = this.queue.poll();
		}
	}

}
