package dev.emp.metrics.sample.queue;

import org.springframework.stereotype.Component;

import dev.emp.metrics.worker.WorkerProbe;
import dev.emp.metrics.worker.WorkerReading;

/**
 * Shows the workers as {@code workers.available} and its like. Their threads always run,
 * if only to wait for a job, so that no one but they know when they are busy.
 */
@Component
final class WorkersProbe implements WorkerProbe {

	private final Workers workers;

	WorkersProbe(Workers workers) {
		this.workers = workers;
	}

	@Override
	public String pool() {
		return JobQueue.NAME;
	}

	@Override
	public WorkerReading read() {
		return this.workers.read();
	}

	@Override
	public boolean isInMemory() {
		return true;
	}

}
