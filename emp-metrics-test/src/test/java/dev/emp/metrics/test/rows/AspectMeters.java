package dev.emp.metrics.test.rows;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/**
 * Translates what the aspects recorded, so that the same assertions read it. A job has
 * the name of its method; a counted call is the nearest that there is to an outcome.
 */
final class AspectMeters {

	private static final List<String> OWN_KEYS = List.of("class", "method", "exception", "result");

	private final MeterRegistry recorded;

	private final MeterRegistry jobs = new SimpleMeterRegistry();

	AspectMeters(MeterRegistry recorded) {
		this.recorded = recorded;
	}

	MeterRegistry asJobs() {
		this.recorded.find("method.timed").timers().forEach(this::timed);
		this.recorded.find("method.timed").longTaskTimers().forEach(this::active);
		this.recorded.find("method.counted").counters().forEach(this::counted);
		return this.jobs;
	}

	private void timed(Timer timer) {
		String exception = Objects.requireNonNull(timer.getId().getTag("exception"));
		Tags tags = tags(timer);
		Tags ended = tags.and("status", status(exception));
		Duration mean = Duration.ofNanos((long) timer.mean(TimeUnit.NANOSECONDS));
		for (long i = 0; i < timer.count(); i++) {
			this.jobs.counter("jobs.processed", tags.and("status", "started")).increment();
			this.jobs.counter("jobs.processed", ended).increment();
			this.jobs.timer("job.duration", ended).record(mean);
			if (!exception.equals("none")) {
				this.jobs.counter("errors", tags.and("error.type", "unknown", "error.name", exception)).increment();
			}
		}
	}

	private void active(LongTaskTimer timer) {
		this.jobs.gauge("jobs.active", tags(timer), timer, LongTaskTimer::activeTasks);
	}

	private void counted(Counter counter) {
		boolean success = "success".equals(counter.getId().getTag("result"));
		this.jobs.counter("job.outcomes", tags(counter).and("kind", success ? "success_first" : "failed_no_retry"))
			.increment(counter.count());
	}

	private static String status(String exception) {
		return switch (exception) {
			case "none" -> "completed";
			case "CancellationException" -> "cancelled";
			default -> "failed";
		};
	}

	private static Tags tags(Meter meter) {
		String method = Objects.requireNonNull(meter.getId().getTag("method"));
		List<Tag> further = meter.getId().getTags().stream().filter((tag) -> !OWN_KEYS.contains(tag.getKey())).toList();
		return Tags.of("job.name", method).and(further);
	}

}
