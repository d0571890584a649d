package dev.emp.metrics.test.kits;

import dev.emp.metrics.test.AbstractWorkerProbeTests;

/**
 * The kit of a pool of the tests, right or wrong.
 */
abstract class PermitPoolKit extends AbstractWorkerProbeTests {

	private final PermitPool pool;

	PermitPoolKit(PermitPool pool) {
		this.pool = pool;
	}

	@Override
	protected PermitPool probe() {
		return this.pool;
	}

	@Override
	protected void occupy(int jobs) throws InterruptedException {
		this.pool.free.acquire(jobs);
	}

	@Override
	protected void releaseAll() {
		this.pool.free.release(PermitPool.SLOTS - this.pool.free.availablePermits());
	}

	@Override
	protected void breakConnection() {
		this.pool.broken = true;
	}

}
