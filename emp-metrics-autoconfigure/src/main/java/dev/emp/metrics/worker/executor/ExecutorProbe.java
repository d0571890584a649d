package dev.emp.metrics.worker.executor;

import java.util.function.Supplier;

import dev.emp.metrics.worker.WorkerProbe;
import dev.emp.metrics.worker.WorkerReading;

/**
 * Reads one executor.
 *
 * @param pool the name
 * @param reading reads it
 */
record ExecutorProbe(String pool, Supplier<WorkerReading> reading) implements WorkerProbe {

	@Override
	public WorkerReading read() {
		return this.reading.get();
	}

	@Override
	public boolean isInMemory() {
		return true;
	}

}
