package dev.emp.metrics.queue.memory;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.queue.LiveQueueProbe;
import dev.emp.metrics.queue.QueueReading;
import dev.emp.metrics.queue.QueueState;
import dev.emp.metrics.support.DirectCalls;

/**
 * Reads a queue whose elements can be taken from a certain time on: a
 * {@link java.util.concurrent.DelayQueue}, or the tasks of a scheduler. All are counted
 * as scheduled, since to count those whose time has come each would have to be looked at.
 * The head is the one whose time comes, or came, first: what it is late by is the age.
 *
 * @param queue the name
 * @param backend the kind of store
 * @param source gives the queue, or null while there is none
 * @param isInMemory whether asking the queue calls no code of the application
 */
record DelayQueueProbe(String queue, String backend, Supplier<? extends @Nullable Queue<?>> source,
		boolean isInMemory) implements LiveQueueProbe {

	@Override
	public QueueReading read() {
		return read(DelayQueueProbe::late);
	}

	@Override
	public QueueReading look(QueueReading last) {
		Duration before = last.oldestAge();
		// an element of the application's own is asked in the background alone
		return read((head) -> (before == null || head == null || DirectCalls.areSafe(head)) ? late(head) : before);
	}

	private QueueReading read(Function<@Nullable Object, Duration> late) {
		Queue<?> elements = this.source.get();
		QueueReading reading = new QueueReading(Map.of(), null, null, null);
		return (elements != null)
				? reading.with(QueueState.SCHEDULED, elements.size()).oldestAge(late.apply(elements.peek())) : reading;
	}

	private static Duration late(@Nullable Object head) {
		long nanos = (head instanceof Delayed delayed) ? -delayed.getDelay(TimeUnit.NANOSECONDS) : 0;
		return Duration.ofNanos(Math.max(0, nanos));
	}

}
