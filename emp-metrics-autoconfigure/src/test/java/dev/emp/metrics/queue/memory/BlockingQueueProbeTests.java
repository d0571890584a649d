package dev.emp.metrics.queue.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MockClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.emp.metrics.queue.QueueReading;
import dev.emp.metrics.queue.QueueState;
import dev.emp.metrics.support.Enqueued;
import dev.emp.metrics.support.Guarded;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BlockingQueueProbe} and {@link DelayQueueProbe}.
 */
class BlockingQueueProbeTests {

	private final MockClock clock = new MockClock();

	static List<BlockingQueue<Object>> firstComeFirstServed() {
		return List.of(new LinkedBlockingQueue<>(9), new ArrayBlockingQueue<>(9), new LinkedBlockingDeque<>(9),
				new LinkedTransferQueue<>());
	}

	@ParameterizedTest
	@MethodSource("firstComeFirstServed")
	void theHeadIsTheOldest(BlockingQueue<Object> queue) {
		BlockingQueueProbe probe = probe(queue);
		assertThat(probe.read().oldestAge()).isNull();
		queue.add(at(this.clock.wallTime()));
		this.clock.add(2, TimeUnit.SECONDS);
		queue.add(at(this.clock.wallTime()));
		assertThat(probe.read().oldestAge()).isEqualTo(Duration.ofSeconds(2));
		queue.remove();
		assertThat(probe.read().oldestAge()).isEqualTo(Duration.ZERO);
		queue.remove();
		assertThat(probe.read().oldestAge()).isEqualTo(Duration.ZERO);
	}

	@Test
	void anElementFromTheFutureIsNotOlderThanNothing() {
		assertThat(probe(new LinkedBlockingQueue<>(List.of(at(Long.MAX_VALUE / 2)))).read().oldestAge())
			.isEqualTo(Duration.ZERO);
	}

	@Test
	void anElementThatDoesNotTellHasNoAge() {
		BlockingQueue<Object> queue = new LinkedBlockingQueue<>(List.of(at(0), "mute"));
		BlockingQueueProbe probe = probe(queue);
		assertThat(probe.read().oldestAge()).isNotNull();
		queue.remove();
		assertThat(probe.read().oldestAge()).isNull();
	}

	@Test
	void theHeadOfAQueueWithPrioritiesNeedNotBeTheOldest() {
		BlockingQueue<Object> queue = new PriorityBlockingQueue<>(2, Comparator.comparingInt(Object::hashCode));
		queue.add(at(0));
		assertThat(probe(queue).read()).isEqualTo(QueueReading.ready(1));
	}

	@Test
	void aBoundIsTheCapacityHoweverFullTheQueueIs() {
		BlockingQueue<Object> queue = new ArrayBlockingQueue<>(3);
		for (int size = 0; size <= 3; size++) {
			assertThat(probe(queue).read()).isEqualTo(QueueReading.ready(size).capacity(3));
			assertThat(queue.offer("x")).isEqualTo(size < 3);
		}
	}

	@Test
	void aQueueWithoutABoundHasNoCapacity() {
		assertThat(probe(new LinkedBlockingQueue<>(List.of("x"))).read()).isEqualTo(QueueReading.ready(1));
		assertThat(probe(new LinkedTransferQueue<>(List.of("x"))).read()).isEqualTo(QueueReading.ready(1));
	}

	@Test
	void countsElementByElementOnceInASecond() {
		AtomicInteger counted = new AtomicInteger();
		BlockingQueueProbe probe = probe(new LinkedTransferQueue<>() {

			@Override
			public int size() {
				return counted.incrementAndGet();
			}

		});
		assertThat(List.of(probe.read(), probe.read())).containsOnly(QueueReading.ready(1));
		this.clock.add(1, TimeUnit.SECONDS);
		assertThat(probe.read()).isEqualTo(QueueReading.ready(2));
	}

	@Test
	void saysNothingWhileThereIsNoQueue() {
		QueueReading reading = new BlockingQueueProbe("q", "executor", () -> null, new QueueSize(this.clock), oldest(),
				true)
			.read();
		assertThat(reading.sizes()).isEmpty();
		assertThat(reading.oldestAge()).isNull();
		assertThat(reading.capacity()).isNull();
	}

	@Test
	void theAgeInAQueueOfDelaysIsWhatTheHeadIsLateBy() {
		DelayQueue<Due> queue = new DelayQueue<>();
		DelayQueueProbe probe = new DelayQueueProbe("q", "memory", () -> queue, true);
		assertThat(probe.read().oldestAge()).isEqualTo(Duration.ZERO);
		queue.add(new Due(5));
		assertThat(probe.read().oldestAge()).isEqualTo(Duration.ZERO);
		queue.add(new Due(-7));
		assertThat(probe.read())
			.isEqualTo(new QueueReading(Map.of(QueueState.SCHEDULED, 2L), Duration.ofSeconds(7), null, null));
	}

	private BlockingQueueProbe probe(BlockingQueue<Object> queue) {
		return new BlockingQueueProbe("q", "memory", () -> queue, new QueueSize(this.clock), oldest(), true);
	}

	private OldestElement oldest() {
		return new OldestElement((element) -> null, new Guarded("test", "None.", () -> {
		}), this.clock);
	}

	private static Enqueued at(long millis) {
		return () -> Instant.ofEpochMilli(millis);
	}

	/**
	 * What is due some seconds from now.
	 *
	 * @param seconds how many, negative for what is late
	 */
	private record Due(long seconds) implements Delayed {

		@Override
		public long getDelay(TimeUnit unit) {
			return unit.convert(this.seconds, TimeUnit.SECONDS);
		}

		@Override
		public int compareTo(Delayed other) {
			return Long.compare(getDelay(TimeUnit.SECONDS), other.getDelay(TimeUnit.SECONDS));
		}

	}

}
