package dev.emp.metrics.queue;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A probe that does what a test says.
 */
class TestQueue implements QueueProbe {

	final AtomicInteger reads = new AtomicInteger();

	volatile Callable<QueueReading> behaviour;

	boolean inMemory;

	private final String queue;

	TestQueue(String queue, Callable<QueueReading> behaviour) {
		this.queue = queue;
		this.behaviour = behaviour;
	}

	@Override
	public String queue() {
		return this.queue;
	}

	@Override
	public String backend() {
		return "test";
	}

	@Override
	public QueueReading read() throws Exception {
		this.reads.incrementAndGet();
		return this.behaviour.call();
	}

	@Override
	public boolean isInMemory() {
		return this.inMemory;
	}

}
