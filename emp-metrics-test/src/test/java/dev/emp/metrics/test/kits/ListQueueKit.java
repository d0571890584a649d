package dev.emp.metrics.test.kits;

import dev.emp.metrics.test.AbstractQueueProbeTests;

/**
 * The kit of a queue of the tests, right or wrong.
 */
abstract class ListQueueKit extends AbstractQueueProbeTests {

	private final ListQueue queue;

	ListQueueKit(ListQueue queue) {
		this.queue = queue;
	}

	@Override
	protected ListQueue probe() {
		return this.queue;
	}

	@Override
	protected void enqueue(int jobs) {
		for (int i = 0; i < jobs; i++) {
			this.queue.jobs.add(System.nanoTime());
		}
	}

	@Override
	protected void takeAll() {
		this.queue.jobs.clear();
	}

	@Override
	protected void breakConnection() {
		this.queue.broken = true;
	}

}
