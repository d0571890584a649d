package dev.emp.metrics.queue.memory;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.queue.LiveQueueProbe;
import dev.emp.metrics.queue.QueueReading;

/**
 * Reads a queue whose elements can be taken at any time.
 *
 * @param queue the name
 * @param backend the kind of store
 * @param source gives the queue, or null while there is none
 * @param size reads the size
 * @param oldest reads the age
 * @param isInMemory whether the queue is of a kind that is known to be; to ask another
 * may take time, and be answered by another process
 */
record BlockingQueueProbe(String queue, String backend, Supplier<? extends @Nullable BlockingQueue<?>> source,
		QueueSize size, OldestElement oldest, boolean isInMemory) implements LiveQueueProbe {

	/** A bound that no memory can reach is none, and so is written in several ways. */
	private static final long UNBOUNDED = Integer.MAX_VALUE / 2;

	private static final int TRIES = 3;

	@Override
	public QueueReading read() {
		return read(this.oldest::age);
	}

	@Override
	public QueueReading look(QueueReading last) {
		return read((elements) -> this.oldest.look(elements, last.oldestAge()));
	}

	private QueueReading read(Function<BlockingQueue<?>, @Nullable Duration> oldestAge) {
		BlockingQueue<?> elements = this.source.get();
		if (elements == null) {
			return new QueueReading(Map.of(), null, null, null);
		}
		// a queue says its bound only as what is left of it, which may change meanwhile
		long left = elements.remainingCapacity();
		long present = this.size.of(elements);
		for (int i = 1; i < TRIES && left != elements.remainingCapacity(); i++) {
			left = elements.remainingCapacity();
			present = this.size.of(elements);
		}
		Duration age = oldestAge.apply(elements);
		QueueReading reading = QueueReading.ready(present);
		reading = (age != null) ? reading.oldestAge(age) : reading;
		return (present + left < UNBOUNDED) ? reading.capacity(present + left) : reading;
	}

}
