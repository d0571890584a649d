package dev.emp.metrics.queue.memory;

import dev.emp.metrics.queue.QueueProbe;
import dev.emp.metrics.queue.QueueReading;
import dev.emp.metrics.support.MeteredExecutorService;

/**
 * Reads how many tasks wait for an executor that does not show its queue.
 *
 * @param queue the name
 * @param executor the executor
 * @param isInMemory whether it is none of the application's own making
 */
record TaskQueueProbe(String queue, MeteredExecutorService executor, boolean isInMemory) implements QueueProbe {

	@Override
	public String backend() {
		return "executor";
	}

	@Override
	public QueueReading read() {
		return QueueReading.ready(this.executor.queued());
	}

}
