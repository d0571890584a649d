package dev.emp.metrics.test;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import dev.emp.metrics.worker.WorkerAutoConfiguration;
import dev.emp.metrics.worker.WorkerProbe;
import dev.emp.metrics.worker.WorkerReading;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link WorkerProbe} keeps. Extend it, say how workers become busy and free,
 * and run it as any test of JUnit Jupiter. Each test begins with a pool that does
 * nothing.
 */
public abstract class AbstractWorkerProbeTests extends AbstractProbeTests<WorkerReading> {

	/**
	 * The probe of the pool that the other methods use.
	 * @return the same at each call in one test
	 * @throws Exception if it cannot be made
	 */
	protected abstract WorkerProbe probe() throws Exception;

	/**
	 * Give the pool jobs that run until {@link #releaseAll()}.
	 * @param jobs how many; at most two run at one time, for which the pool has room
	 * @throws Exception if that fails
	 */
	protected abstract void occupy(int jobs) throws Exception;

	/**
	 * Let all jobs end.
	 * @throws Exception if that fails
	 */
	protected abstract void releaseAll() throws Exception;

	@Test
	void aPoolThatDoesNothingIsNotBusy() throws Throwable {
		eventually(() -> assertBusy(0));
	}

	@Test
	void jobsThatRunAreCounted() throws Throwable {
		occupy(1);
		eventually(() -> assertBusy(1));
		occupy(1);
		eventually(() -> assertBusy(2));
		releaseAll();
		eventually(() -> assertBusy(0));
	}

	@Test
	void slotsDoNotChangeWithTheLoad() throws Throwable {
		Long slots = read().slots();
		if (slots != null) {
			assertThat(slots).as("slots of a pool that has room for two jobs").isGreaterThanOrEqualTo(2);
		}
		occupy(2);
		eventually(() -> assertBusy(2));
		assertThat(read().slots()).as("slots under load").isEqualTo(slots);
		releaseAll();
	}

	@Test
	void itIsAsManySeriesAsItKnows() throws Throwable {
		occupy(1);
		eventually(() -> assertBusy(1));
		ProbeContext context = new ProbeContext(WorkerAutoConfiguration.class, WorkerProbe.class, probe());
		try (context) {
			SortedMap<String, Double> expected = expectedSeries();
			assertThat(context.series("workers.", expected.keySet())).isEqualTo(expected);
		}
		assertThat(context.meters()).as("meters after the end").isZero();
		releaseAll();
	}

	@Override
	final List<String> names() throws Exception {
		return List.of(probe().service(), probe().pool());
	}

	@Override
	final boolean inMemory() throws Exception {
		return probe().isInMemory();
	}

	@Override
	final WorkerReading read() throws Exception {
		WorkerReading reading = probe().read();
		assertThat(reading).as("a reading").isNotNull();
		return reading;
	}

	@Override
	final void work() throws Exception {
		occupy(1);
	}

	@Override
	final void rest() throws Exception {
		releaseAll();
	}

	@Override
	final void plausible(WorkerReading reading) {
		// a job that is being released and the next may overlap
		assertThat(reading.busy()).as("busy, where one job at a time is run").isBetween(0L, 2L);
	}

	private void assertBusy(long jobs) throws Exception {
		assertThat(read().busy()).as("busy").isEqualTo(jobs);
	}

	private SortedMap<String, Double> expectedSeries() throws Exception {
		String tags = "{service=" + probe().service() + ", worker.pool=" + probe().pool() + "}";
		SortedMap<String, Double> series = new TreeMap<>();
		series.put("workers.busy" + tags, 1.0);
		Long slots = read().slots();
		if (slots != null) {
			series.put("workers.slots" + tags, (double) slots);
			series.put("workers.available" + tags, slots - 1.0);
			series.put("workers.utilization" + tags, 1.0 / slots);
		}
		return series;
	}

}
