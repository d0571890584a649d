package dev.emp.metrics.test.kits;

import java.util.concurrent.Semaphore;

import org.springframework.stereotype.Component;

import dev.emp.metrics.worker.WorkerProbe;
import dev.emp.metrics.worker.WorkerReading;

/**
 * The worker probe of the page on queues.
 */
// tag::worker[]
@Component
class RenderPoolProbe implements WorkerProbe {

	static final int SLOTS = 4;

	private final Semaphore free;

	RenderPoolProbe(Semaphore free) {
		this.free = free;
	}

	@Override
	public String pool() {
		return "render";
	}

	@Override
	public WorkerReading read() {
		return new WorkerReading(SLOTS - this.free.availablePermits(), (long) SLOTS);
	}

	@Override
	public boolean isInMemory() {
		return true;
	}

}
// end::worker[]
