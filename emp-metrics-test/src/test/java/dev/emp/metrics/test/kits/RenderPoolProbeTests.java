package dev.emp.metrics.test.kits;

import java.util.concurrent.Semaphore;

import dev.emp.metrics.test.AbstractWorkerProbeTests;
import dev.emp.metrics.worker.WorkerProbe;

/**
 * Tests for the worker probe of the page on queues, which has no connection to break.
 */
class RenderPoolProbeTests extends AbstractWorkerProbeTests {

	private final Semaphore free = new Semaphore(RenderPoolProbe.SLOTS);

	private final WorkerProbe probe = new RenderPoolProbe(this.free);

	@Override
	protected WorkerProbe probe() {
		return this.probe;
	}

	@Override
	protected void occupy(int jobs) throws InterruptedException {
		this.free.acquire(jobs);
	}

	@Override
	protected void releaseAll() {
		this.free.release(RenderPoolProbe.SLOTS - this.free.availablePermits());
	}

}
