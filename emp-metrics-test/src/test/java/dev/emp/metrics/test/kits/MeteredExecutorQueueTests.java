package dev.emp.metrics.test.kits;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import dev.emp.metrics.queue.QueueProbe;
import dev.emp.metrics.support.MeteredExecutorService;
import dev.emp.metrics.test.AbstractQueueProbeTests;

/**
 * Tests the queue of a metered executor, whose only thread is busy, against the kit.
 */
class MeteredExecutorQueueTests extends AbstractQueueProbeTests {

	private final CountDownLatch started = new CountDownLatch(1);

	private final ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES,
			new LinkedBlockingQueue<>());

	private final FoundProbe found = new FoundProbe(MeteredExecutorService.class,
			() -> MeteredExecutorService.of(this.pool));

	@BeforeEach
	void occupy() throws Exception {
		this.pool.execute(() -> {
			this.started.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		this.started.await();
	}

	@AfterEach
	void close() {
		this.pool.shutdownNow();
		this.found.close();
	}

	@Override
	protected QueueProbe probe() {
		return this.found.queue();
	}

	@Override
	protected void enqueue(int jobs) {
		for (int i = 0; i < jobs; i++) {
			this.found.bean(MeteredExecutorService.class).execute(() -> {
			});
		}
	}

	@Override
	protected void takeAll() {
		this.pool.getQueue().clear();
	}

}
