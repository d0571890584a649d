package dev.emp.metrics.sample.queue;

import org.springframework.stereotype.Component;

import dev.emp.metrics.queue.QueueProbe;
import dev.emp.metrics.queue.QueueReading;

/**
 * Shows the queue as {@code queue.size} and its like: a queue of one's own kind needs a
 * bean that reads it.
 */
@Component
final class JobQueueProbe implements QueueProbe {

	private final JobQueue jobs;

	private final QueueProperties properties;

	JobQueueProbe(JobQueue jobs, QueueProperties properties) {
		this.jobs = jobs;
		this.properties = properties;
	}

	@Override
	public String queue() {
		return JobQueue.NAME;
	}

	@Override
	public String backend() {
		return "memory";
	}

	@Override
	public QueueReading read() {
		return this.jobs.read().consumers(this.properties.workers());
	}

	@Override
	public boolean isInMemory() {
		return true;
	}

}
