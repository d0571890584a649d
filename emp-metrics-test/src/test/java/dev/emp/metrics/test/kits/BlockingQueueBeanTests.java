package dev.emp.metrics.test.kits;

import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import org.junit.jupiter.api.AfterEach;

import dev.emp.metrics.queue.QueueProbe;
import dev.emp.metrics.support.Enqueued;
import dev.emp.metrics.test.AbstractQueueProbeTests;

/**
 * Tests a {@link BlockingQueue} bean against the kit.
 */
class BlockingQueueBeanTests extends AbstractQueueProbeTests {

	private final BlockingQueue<Enqueued> queue = new ArrayBlockingQueue<>(5);

	private final FoundProbe found = new FoundProbe(BlockingQueue.class, () -> this.queue);

	@AfterEach
	void close() {
		this.found.close();
	}

	@Override
	protected QueueProbe probe() {
		return this.found.queue();
	}

	@Override
	protected void enqueue(int jobs) {
		for (int i = 0; i < jobs; i++) {
			Instant now = Instant.now();
			this.queue.add(() -> now);
		}
	}

	@Override
	protected void takeAll() {
		this.queue.clear();
	}

}
