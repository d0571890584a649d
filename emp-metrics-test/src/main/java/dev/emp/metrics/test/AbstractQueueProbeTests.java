package dev.emp.metrics.test;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import dev.emp.metrics.queue.QueueAutoConfiguration;
import dev.emp.metrics.queue.QueueProbe;
import dev.emp.metrics.queue.QueueReading;
import dev.emp.metrics.queue.QueueState;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link QueueProbe} keeps. Extend it, say how jobs get in and out, and run it
 * as any test of JUnit Jupiter. Each test begins with an empty queue.
 */
public abstract class AbstractQueueProbeTests extends AbstractProbeTests<QueueReading> {

	private static final Duration LONGEST_TEST = Duration.ofMinutes(2);

	private static final Set<QueueState> WAITING = Set.of(QueueState.READY, QueueState.SCHEDULED, QueueState.RETRY);

	/**
	 * The probe of the queue that the other methods change.
	 * @return the same at each call in one test
	 * @throws Exception if it cannot be made
	 */
	protected abstract QueueProbe probe() throws Exception;

	/**
	 * Put jobs into the queue that can be taken at once.
	 * @param jobs how many; at most five are in the queue at one time
	 * @throws Exception if that fails
	 */
	protected abstract void enqueue(int jobs) throws Exception;

	/**
	 * Take all jobs out of the queue, and be done with them.
	 * @throws Exception if that fails
	 */
	protected abstract void takeAll() throws Exception;

	@Test
	void anEmptyQueueHasNoJobThatWaits() throws Throwable {
		eventually(this::assertEmpty);
	}

	@Test
	void jobsThatWaitAreCounted() throws Throwable {
		enqueue(3);
		eventually(() -> assertReady(3));
		enqueue(2);
		eventually(() -> assertReady(5));
		takeAll();
		eventually(this::assertEmpty);
	}

	@Test
	void readingTakesNothingAway() throws Throwable {
		enqueue(3);
		eventually(() -> assertReady(3));
		assertReady(3);
		assertReady(3);
	}

	@Test
	void theOldestAgeGrowsUntilTheJobIsTaken() throws Throwable {
		enqueue(1);
		Duration first = oldestAge();
		eventually(() -> assertThat(oldestAge()).as("the age of a job that waits").isGreaterThan(first));
		Duration before = oldestAge();
		enqueue(1);
		assertThat(oldestAge()).as("the age of the oldest after a younger one came").isGreaterThanOrEqualTo(before);
		takeAll();
		eventually(this::assertEmpty);
	}

	@Test
	void itIsAsManySeriesAsItKnows() throws Throwable {
		enqueue(2);
		eventually(() -> assertReady(2));
		ProbeContext context = new ProbeContext(QueueAutoConfiguration.class, QueueProbe.class, probe());
		try (context) {
			SortedMap<String, Double> series = context.series("queue.", expectedSeries());
			assertThat(series).containsEntry("queue.size" + tags(QueueState.READY), 2.0);
		}
		assertThat(context.meters()).as("meters after the end").isZero();
	}

	@Override
	final List<String> names() throws Exception {
		return List.of(probe().queue(), probe().backend());
	}

	@Override
	final boolean inMemory() throws Exception {
		return probe().isInMemory();
	}

	@Override
	final QueueReading read() throws Exception {
		QueueReading reading = probe().read();
		assertThat(reading).as("a reading").isNotNull();
		return reading;
	}

	@Override
	final void work() throws Exception {
		enqueue(1);
	}

	@Override
	final void rest() throws Exception {
		takeAll();
	}

	@Override
	final void plausible(QueueReading reading) {
		assertThat(reading.sizes()).as("sizes").containsKey(QueueState.READY);
		assertThat(reading.sizes().get(QueueState.READY)).as("ready, of one job at most").isBetween(0L, 1L);
		if (reading.oldestAge() != null) {
			assertThat(reading.oldestAge()).as("the age of a job that came in this test").isLessThan(LONGEST_TEST);
		}
	}

	private void assertReady(long jobs) throws Exception {
		assertThat(read().sizes()).as("sizes").containsEntry(QueueState.READY, jobs);
	}

	private void assertEmpty() throws Exception {
		QueueReading reading = read();
		assertThat(reading.sizes()).as("sizes").containsKey(QueueState.READY);
		reading.sizes().forEach((state, size) -> {
			if (WAITING.contains(state)) {
				assertThat(size).as("%s in an empty queue", state).isZero();
			}
		});
		if (reading.oldestAge() != null) {
			assertThat(reading.oldestAge()).as("the oldest age in an empty queue").isZero();
		}
	}

	private Duration oldestAge() throws Exception {
		Duration age = read().oldestAge();
		Assumptions.assumeTrue(age != null, "the probe does not know the oldest age");
		assertThat(age).as("the age of a job that came in this test").isLessThan(LONGEST_TEST);
		return age;
	}

	private Set<String> expectedSeries() throws Exception {
		QueueReading reading = read();
		Set<String> series = new TreeSet<>();
		for (QueueState state : reading.sizes().keySet()) {
			series.add("queue.size" + tags(state));
		}
		addIfKnown(series, "queue.oldest.age", reading.oldestAge());
		addIfKnown(series, "queue.consumers", reading.consumers());
		addIfKnown(series, "queue.capacity", reading.capacity());
		Long capacity = reading.capacity();
		addIfKnown(series, "queue.utilization", (capacity != null && capacity > 0) ? capacity : null);
		return series;
	}

	private void addIfKnown(Set<String> series, String meter, @Nullable Object value) throws Exception {
		if (value != null) {
			series.add(meter + tags(null));
		}
	}

	private String tags(@Nullable QueueState state) throws Exception {
		String further = (state != null) ? ", state=" + state.name().toLowerCase(Locale.ROOT) : "";
		return "{backend=" + probe().backend() + ", queue=" + probe().queue() + further + "}";
	}

}
