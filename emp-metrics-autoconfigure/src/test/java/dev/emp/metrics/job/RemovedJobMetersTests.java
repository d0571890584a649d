package dev.emp.metrics.job;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.search.Search;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for jobs whose meters the application removes.
 */
class RemovedJobMetersTests extends JobContext {

	@Test
	void countsAgainFromZeroAfterAClear() {
		withHandler(new Handler(), (handler) -> {
			handler.run(3);
			Map<String, Double> first = series();
			this.registry.clear();
			handler.run(3);
			assertThat(series()).isEqualTo(first).isNotEmpty();
		});
	}

	@Test
	void countsAgainFromZeroAfterEachIsRemoved() {
		withHandler(new Handler(), (handler) -> {
			handler.run(3);
			Map<String, Double> first = series();
			for (Meter meter : List.copyOf(this.registry.getMeters())) {
				this.registry.remove(meter);
			}
			assertThat(this.registry.getMeters()).isEmpty();
			handler.run(3);
			assertThat(series()).isEqualTo(first);
		});
	}

	@Test
	void countsTheEndOfARunThatBeganBeforeTheClear() {
		withHandler(new Handler(), (handler) -> {
			handler.during(() -> {
				this.registry.clear();
				handler.run(1);
				assertThat(count("jobs.processed", "job.name", "removed", "status", "completed")).isOne();
			});
			assertThat(count("jobs.processed", "job.name", "outer", "status", "completed")).isOne();
			assertThat(gauge("job.last.success.age", "job.name", "outer")).isZero();
		});
	}

	private Map<String, Double> series() {
		Map<String, Double> series = new TreeMap<>();
		for (Meter meter : Search.in(this.registry).tag("job.name", "removed").meters()) {
			meter.measure()
				.forEach((measured) -> series.put(meter.getId() + " " + measured.getStatistic(), measured.getValue()));
		}
		return series;
	}

	/**
	 * Jobs of which some fail.
	 */
	static class Handler {

		@MeteredJob(value = "removed", inputSize = "#{#attempts}", attempt = "#{#attempts}", maxAttempts = "4",
				enqueuedAt = "#{0}")
		void run(int attempts) {
			JobRun.current().progress();
			if (attempts == 2) {
				throw new IllegalStateException();
			}
		}

		@MeteredJob("outer")
		void during(Runnable work) {
			work.run();
		}

	}

}
