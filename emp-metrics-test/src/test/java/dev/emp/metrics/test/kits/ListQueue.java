package dev.emp.metrics.test.kits;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.queue.QueueProbe;
import dev.emp.metrics.queue.QueueReading;
import dev.emp.metrics.queue.QueueState;

/**
 * A queue of the times at which jobs came, and a probe that is right. Each mistake that a
 * probe can make overrides one method.
 */
class ListQueue implements QueueProbe {

	final ConcurrentLinkedQueue<Long> jobs = new ConcurrentLinkedQueue<>();

	volatile boolean broken;

	@Override
	public String queue() {
		return "orders";
	}

	@Override
	public String backend() {
		return "list";
	}

	@Override
	public QueueReading read() throws Exception {
		if (this.broken) {
			return whenBroken();
		}
		return QueueReading.ready(ready()).with(QueueState.DEAD, 7).oldestAge(age()).consumers(1).capacity(10);
	}

	@Override
	public boolean isInMemory() {
		return true;
	}

	QueueReading whenBroken() throws Exception {
		throw new IOException("connection lost");
	}

	long ready() throws Exception {
		return this.jobs.size();
	}

	Duration age() {
		return since(this.jobs.peek());
	}

	static Duration since(@Nullable Long came) {
		return (came != null) ? Duration.ofNanos(System.nanoTime() - came) : Duration.ZERO;
	}

}
