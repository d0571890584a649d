package dev.emp.metrics.test.kits;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

import dev.emp.metrics.worker.WorkerProbe;

/**
 * Tasks that run until they are released.
 */
final class Occupied {

	private final Executor executor;

	private final WorkerProbe probe;

	private CountDownLatch release = new CountDownLatch(1);

	Occupied(Executor executor, WorkerProbe probe) {
		this.executor = executor;
		this.probe = probe;
	}

	void occupy(int tasks) {
		CountDownLatch end = this.release;
		for (int i = 0; i < tasks; i++) {
			this.executor.execute(() -> await(end));
		}
	}

	void release() throws Exception {
		this.release.countDown();
		this.release = new CountDownLatch(1);
		// a task is still counted when it has done its last
		while (this.probe.read().busy() > 0) {
			Thread.onSpinWait();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
