package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a real Collector that is away for a time while the sample works. How long is
 * the system property {@code emp.test.outage}, in seconds.
 */
class OutageComponentTests {

	private static final Duration STEP = Duration.ofSeconds(2);

	private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("emp.test.outage", 20));

	@TempDir
	private Path folder;

	@Test
	void collectorEndsUpWithAllThatHappenedWhileItWasAway() throws Exception {
		try (RunningCollector collector = RunningCollector.start(this.folder)) {
			Worker worker = Worker.startWithLoad(this.folder, collector.environment(STEP),
					"--emp.metrics.export.retry.max-delay=4s");
			try (worker) {
				awaitPoints(collector, 3);
				collector.stop();
				pause(OUTAGE);
				int before = points(collector).size();
				collector.startAgain();
				// what was missed, and then some of what is new
				awaitPoints(collector, before + (int) OUTAGE.dividedBy(STEP) + 3);
			}
			// the Collector writes what it has taken a moment later
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.untilAsserted(() -> assertThat(points(collector).totals()).isEqualTo(JobTotals.lastPrintedBy(worker)));
			ReceivedPoints points = points(collector);
			points.assertInOrder();
			assertGapFree(points.timesOf("jobs.processed", Map.of("job.name", "hash", "status", "started")));
		}
	}

	/**
	 * A step that is missing would be twice as long. The last push comes when the worker
	 * ends.
	 */
	private static void assertGapFree(List<Duration> times) {
		for (int i = 1; i < times.size(); i++) {
			Duration step = times.get(i).minus(times.get(i - 1));
			assertThat(step).as("step %s of %s", i, times.size()).isLessThan(STEP.multipliedBy(7).dividedBy(4));
		}
		Duration all = times.get(times.size() - 1).minus(times.get(0));
		assertThat(times).hasSizeGreaterThan((int) all.dividedBy(STEP));
	}

	private static void awaitPoints(RunningCollector collector, int count) {
		Awaitility.await()
			.ignoreExceptions()
			.pollInterval(Duration.ofSeconds(1))
			.atMost(Duration.ofSeconds(60))
			.until(() -> points(collector).size() >= count);
	}

	private static ReceivedPoints points(RunningCollector collector) throws IOException {
		return new ReceivedPoints(collector.received());
	}

	private static void pause(Duration time) throws InterruptedException {
		assertThat(new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
	}

}
