package dev.emp.metrics.test.kits;

import org.junit.jupiter.api.AfterEach;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import dev.emp.metrics.test.AbstractWorkerProbeTests;
import dev.emp.metrics.worker.WorkerProbe;

/**
 * Tests a {@link ThreadPoolTaskExecutor} bean against the kit.
 */
class ThreadPoolBeanTests extends AbstractWorkerProbeTests {

	private final FoundProbe found = new FoundProbe(ThreadPoolTaskExecutor.class, () -> {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.setCorePoolSize(2);
		return executor;
	});

	private final Occupied occupied = new Occupied(this.found.bean(ThreadPoolTaskExecutor.class), this.found.workers());

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
