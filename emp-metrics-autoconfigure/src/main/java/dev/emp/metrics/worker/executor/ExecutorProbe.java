package dev.emp.metrics.worker.executor;

import java.util.function.Supplier;

import dev.emp.metrics.worker.WorkerProbe;
import dev.emp.metrics.worker.WorkerReading;

/**
 * Reads one executor.
 *
 * @param pool the name
 * @param reading reads it
 * @param isInMemory whether that calls no code of the application
 */
record ExecutorProbe(String pool, Supplier<WorkerReading> reading, boolean isInMemory) implements WorkerProbe {

	@Override
	public WorkerReading read() {
		return this.reading.get();
	}

}
