package dev.emp.metrics.queue.memory;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The size of one queue. Where it may have to be counted element by element, as in a
 * {@link java.util.concurrent.LinkedTransferQueue}, it is at most one second old.
 */
final class QueueSize {

	private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Clock clock;

	private volatile @Nullable Counted last;

	QueueSize(Clock clock) {
		this.clock = clock;
	}

	int of(BlockingQueue<?> queue) {
		if (isKnown(queue)) {
			return queue.size();
		}
		long now = this.clock.monotonicTime();
		Counted counted = this.last;
		if (counted == null || now - counted.at >= NANOS) {
			counted = new Counted(now, queue.size());
			this.last = counted;
		}
		return counted.size;
	}

	private static boolean isKnown(BlockingQueue<?> queue) {
		return queue instanceof LinkedBlockingQueue || queue instanceof ArrayBlockingQueue
				|| queue instanceof LinkedBlockingDeque || queue instanceof PriorityBlockingQueue
				|| queue instanceof DelayQueue;
	}

	private record Counted(long at, int size) {
	}

}
