package dev.emp.metrics.queue.memory;

import java.lang.ref.WeakReference;
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

import dev.emp.metrics.support.DirectCalls;
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

	/** Who was asked last, and what it said. */
	private volatile Told last = new Told(null, Instant.EPOCH);

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

	/**
	 * Ask the oldest element, which is code of the application.
	 * @param queue the queue
	 * @return the age, or null if it is not known
	 */
	@Nullable Duration age(BlockingQueue<?> queue) {
		return isFirstComeFirstServed(queue) ? age(queue.peek()) : null;
	}

	private @Nullable Duration age(@Nullable Object head) {
		if (head == null) {
			// zero is told only where an age would be told as well
			return this.told ? Duration.ZERO : null;
		}
		Instant since = this.guard.get(() -> enqueuedAt(head));
		if (since == null) {
			return null;
		}
		this.told = true;
		this.last = new Told(new WeakReference<>(head), since);
		return until(since);
	}

	/**
	 * Say how old the oldest element is without asking one of the application's own.
	 * @param queue the queue
	 * @param before the age when it was asked last, or null
	 * @return the age at this moment, or the one before where another element was asked
	 */
	// an equal element may have come at another time
	@SuppressWarnings("ReferenceEquality")
	@Nullable Duration look(BlockingQueue<?> queue, @Nullable Duration before) {
		Object head = isFirstComeFirstServed(queue) ? queue.peek() : null;
		if (head == null || (head instanceof Enqueued && DirectCalls.areSafe(head))) {
			return isFirstComeFirstServed(queue) ? age(head) : null;
		}
		Told asked = this.last;
		return (asked.head != null && asked.head.get() == head) ? until(asked.since) : before;
	}

	private Duration until(Instant since) {
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

	/**
	 * What an element said.
	 *
	 * @param head the element, which the queue alone keeps
	 * @param since when it came
	 */
	private record Told(@Nullable WeakReference<Object> head, Instant since) {
	}

}
