package dev.emp.metrics.queue.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.function.Function;

import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.Enqueued;
import dev.emp.metrics.support.Guarded;

/**
 * The age of the oldest element of one queue, told by the head alone, which in a queue
 * first come, first served is the oldest. Of a queue in another order nothing is told.
 */
final class OldestElement {

	private final Function<Object, @Nullable Instant> enqueuedAt;

	private final Guarded guard;

	private final Clock clock;

	private volatile boolean told;

	/**
	 * Create what tells the age.
	 * @param enqueuedAt asked about an element that does not say itself when it came
	 * @param guard catches the failures of either
	 * @param clock the present time
	 */
	OldestElement(Function<Object, @Nullable Instant> enqueuedAt, Guarded guard, Clock clock) {
		this.enqueuedAt = enqueuedAt;
		this.guard = guard;
		this.clock = clock;
	}

	@Nullable Duration age(BlockingQueue<?> queue) {
		if (!isFirstComeFirstServed(queue)) {
			return null;
		}
		Object head = queue.peek();
		if (head == null) {
			// zero is told only where an age would be told as well
			return this.told ? Duration.ZERO : null;
		}
		Instant since = this.guard.get(() -> enqueuedAt(head));
		if (since == null) {
			return null;
		}
		this.told = true;
		Duration age = Duration.between(since, Instant.ofEpochMilli(this.clock.wallTime()));
		return age.isNegative() ? Duration.ZERO : age;
	}

	private @Nullable Instant enqueuedAt(Object element) {
		return (element instanceof Enqueued enqueued) ? enqueued.enqueuedAt() : this.enqueuedAt.apply(element);
	}

	private static boolean isFirstComeFirstServed(BlockingQueue<?> queue) {
		return queue instanceof LinkedBlockingQueue || queue instanceof ArrayBlockingQueue
				|| queue instanceof LinkedBlockingDeque || queue instanceof LinkedTransferQueue;
	}

}
