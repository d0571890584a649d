package dev.emp.metrics.test.kits;

import java.io.IOException;
import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.worker.WorkerProbe;
import dev.emp.metrics.worker.WorkerReading;

/**
 * A pool of four permits, and a probe that is right. Each mistake that a probe can make
 * overrides one method.
 */
class PermitPool implements WorkerProbe {

	static final int SLOTS = 4;

	final Semaphore free = new Semaphore(SLOTS);

	volatile boolean broken;

	@Override
	public String service() {
		return "render";
	}

	@Override
	public String pool() {
		return "gpu";
	}

	@Override
	public WorkerReading read() throws Exception {
		return this.broken ? whenBroken() : new WorkerReading(busy(), slots());
	}

	@Override
	public boolean isInMemory() {
		return true;
	}

	WorkerReading whenBroken() throws Exception {
		throw new IOException("connection lost");
	}

	long busy() {
		return (long) SLOTS - this.free.availablePermits();
	}

	@Nullable Long slots() {
		return (long) SLOTS;
	}

}
