package dev.emp.metrics.test.kits;

// tag::worker[]
import java.util.concurrent.Semaphore;

import org.springframework.stereotype.Component;

import dev.emp.metrics.worker.WorkerProbe;
import dev.emp.metrics.worker.WorkerReading;

@Component
class RenderPool implements WorkerProbe {

	private static final int SLOTS = 4;

	private final Semaphore free = new Semaphore(SLOTS);

	void render(Runnable page) throws InterruptedException {
		this.free.acquire();
		try {
			page.run();
		}
		finally {
			this.free.release();
		}
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
