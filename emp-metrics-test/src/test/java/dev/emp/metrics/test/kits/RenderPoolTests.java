package dev.emp.metrics.test.kits;

import org.junit.jupiter.api.AfterEach;

import dev.emp.metrics.test.AbstractWorkerProbeTests;
import dev.emp.metrics.worker.WorkerProbe;

/**
 * Tests for the worker probe of the page on queues, which has no connection to break.
 */
class RenderPoolTests extends AbstractWorkerProbeTests {

	private final RenderPool pool = new RenderPool();

	private final Occupied occupied = new Occupied(RenderThreads.of(this.pool), this.pool);

	@AfterEach
	void close() throws Exception {
		this.occupied.release();
	}

	@Override
	protected WorkerProbe probe() {
		return this.pool;
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
