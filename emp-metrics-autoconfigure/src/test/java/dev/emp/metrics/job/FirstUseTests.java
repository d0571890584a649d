package dev.emp.metrics.job;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a meter whose first registration finds no memory comes with the next job.
 */
class FirstUseTests extends JobContext {

	private final AtomicInteger failures = new AtomicInteger();

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "PROCESSED", "ACTIVE" })
	void registersWithTheNextJobWhatFoundNoMemoryWithTheFirst(JobMeters meter) {
		withHandler(new Handler(), (handler) -> {
			failOnce(meter.spec().name());
			work(handler);
			assertThat(this.failures).hasValue(1);
			work(handler);
			assertThat(this.registry.find(meter.spec().name()).meters()).isNotEmpty();
			assertThat(this.registry.get("jobs.active").gauges()).allMatch((gauge) -> gauge.value() == 0);
			assertThat(count("jobs.processed", "status", "completed")).isGreaterThanOrEqualTo(3);
		});
	}

	@ParameterizedTest
	@EnumSource(names = { "PROCESSED", "ACTIVE", "ACTIVE_AGE", "LAST_SUCCESS_AGE" })
	void startsWhereTheMetersOfAHandlerFindNoMemory(JobMeters meter) {
		failOnce(meter.spec().name());
		withHandler(new Fixed(), (handler) -> {
			assertThat(handler.fixed()).isEqualTo("done");
			assertThat(handler.fixed()).isEqualTo("done");
			assertThat(count("jobs.processed", "job.name", "fixed", "status", "completed")).isEqualTo(2);
			assertThat(gauge("jobs.active", "job.name", "fixed")).isZero();
			assertThat(this.registry.find(meter.spec().name()).meters()).isNotEmpty();
		});
	}

	@Test
	void runsTheWorkOfARecorderWhoseMetersFindNoMemory() {
		runner().run((context) -> {
			JobRecorder recorder = context.getBean(JobRecorder.class);
			failOnce("jobs.processed");
			assertThat(recorder.record(JobInfo.of("recorded"), () -> "done")).isEqualTo("done");
			recorder.start(JobInfo.of("recorded")).succeed();
			assertThat(this.failures).hasValue(1);
			assertThat(count("jobs.processed", "job.name", "recorded", "status", "completed")).isEqualTo(2);
		});
	}

	private void work(Handler handler) {
		Instant enqueued = Instant.EPOCH.plus(SINCE_EPOCH);
		assertThat(handler.all(enqueued.minusSeconds(1), 1)).isEqualTo("done");
		assertThat(handler.all(enqueued.plusSeconds(1), 1)).isEqualTo("done");
		IOException thrown = new IOException();
		assertThat(thrownBy(() -> handler.fail(2, thrown))).isSameAs(thrown);
	}

	private void failOnce(String meter) {
		this.registry.config().meterFilter(new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				if (id.getName().equals(meter) && FirstUseTests.this.failures.compareAndSet(0, 1)) {
					throw new OutOfMemoryError("Java heap space");
				}
				return id;
			}

		});
	}

	static class Handler {

		@MeteredJob(value = "all", enqueuedAt = "#{#enqueuedAt}", attempt = "#{#attempt}", maxAttempts = "3",
				inputSize = "1", outputSize = "#{#result.length}")
		String all(Instant enqueuedAt, int attempt) {
			JobRun.current().progress();
			return "done";
		}

		@MeteredJob(value = "fail", attempt = "#{#attempt}", maxAttempts = "3")
		void fail(int attempt, IOException thrown) throws IOException {
			throw thrown;
		}

	}

	static class Fixed {

		@MeteredJob("fixed")
		String fixed() {
			return "done";
		}

	}

}
