package dev.emp.metrics.test.kits;

import org.junit.jupiter.api.AfterEach;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import dev.emp.metrics.test.AbstractWorkerProbeTests;
import dev.emp.metrics.worker.WorkerProbe;

/**
 * Tests a {@link SimpleAsyncTaskExecutor} bean against the kit.
 */
class SimpleExecutorBeanTests extends AbstractWorkerProbeTests {

	private final FoundProbe found = new FoundProbe(SimpleAsyncTaskExecutor.class, () -> {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
		executor.setConcurrencyLimit(3);
		return executor;
	});

	private final Occupied occupied = new Occupied(this.found.bean(SimpleAsyncTaskExecutor.class),
			this.found.workers());

	@AfterEach
	void close() throws Exception {
		this.occupied.release();
		this.found.close();
	}

	@Override
	protected WorkerProbe probe() {
		return this.found.workers();
	}

	@Override
	protected void occupy(int jobs) {
		this.occupied.occupy(jobs);
	}

	@Override
	protected void releaseAll() throws Exception {
		this.occupied.release();
	}

}
