package dev.emp.metrics.queue;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a queue at one moment. What is missing here has no series.
 *
 * @param sizes how many jobs are in each state; a state that the queue does not know is
 * absent
 * @param oldestAge how long the oldest job that can be taken has been waiting, zero if
 * there is none, or null if unknown
 * @param consumers how many consumers the queue has, or null if unknown
 * @param capacity how many waiting jobs the queue can hold, or null if unknown or without
 * a limit
 */
public record QueueReading(Map<QueueState, Long> sizes, @Nullable Duration oldestAge, @Nullable Long consumers,
		@Nullable Long capacity) {

	public QueueReading {
		sizes = Map.copyOf(sizes);
		sizes.forEach((state, size) -> requireNotNegative("size in state " + state, size));
		if (oldestAge != null && oldestAge.isNegative()) {
			throw new IllegalArgumentException("The age of the oldest job is negative: " + oldestAge);
		}
		requireNotNegative("number of consumers", consumers);
		requireNotNegative("capacity", capacity);
	}

	/**
	 * A reading that knows how many jobs can be taken now, and nothing else.
	 * @param size the number of jobs, not negative
	 * @return a new reading
	 */
	public static QueueReading ready(long size) {
		return new QueueReading(Map.of(QueueState.READY, size), null, null, null);
	}

	/**
	 * The same reading with the size of one state.
	 * @param state the state
	 * @param size the number of jobs in it, not negative
	 * @return a new reading
	 */
	public QueueReading with(QueueState state, long size) {
		Map<QueueState, Long> all = new EnumMap<>(QueueState.class);
		all.putAll(this.sizes);
		all.put(state, size);
		return new QueueReading(all, this.oldestAge, this.consumers, this.capacity);
	}

	/**
	 * The same reading with the age of the oldest job that can be taken.
	 * @param age how long it has been waiting, not negative; zero if there is none
	 * @return a new reading
	 */
	public QueueReading oldestAge(Duration age) {
		return new QueueReading(this.sizes, age, this.consumers, this.capacity);
	}

	/**
	 * The same reading with the number of consumers.
	 * @param number the consumers, not negative
	 * @return a new reading
	 */
	public QueueReading consumers(long number) {
		return new QueueReading(this.sizes, this.oldestAge, number, this.capacity);
	}

	/**
	 * The same reading with the capacity.
	 * @param limit how many waiting jobs the queue can hold, not negative
	 * @return a new reading
	 */
	public QueueReading capacity(long limit) {
		return new QueueReading(this.sizes, this.oldestAge, this.consumers, limit);
	}

	private static void requireNotNegative(String what, @Nullable Long value) {
		if (value != null && value < 0) {
			throw new IllegalArgumentException("The " + what + " is negative: " + value);
		}
	}

}
