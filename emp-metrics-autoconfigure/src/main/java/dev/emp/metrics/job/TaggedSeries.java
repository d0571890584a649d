package dev.emp.metrics.job;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import dev.emp.metrics.job.JobMeters.Keys;
import dev.emp.metrics.support.Lazy;
import dev.emp.metrics.support.Meters;

/**
 * The meters of a job that carry the declared tags as well. The four counters of
 * {@code jobs.processed} exist from the start, so that a rate begins at 0.
 */
final class TaggedSeries {

	private final JobSeries job;

	private final List<String> extraValues;

	private final Counter started;

	private final Tags tags;

	private final Map<ErrorType, Counter> retries = new ConcurrentHashMap<>();

	private final Map<JobStatus, Counter> processed = new EnumMap<>(JobStatus.class);

	private final Map<JobStatus, Lazy<Timer>> durations = new EnumMap<>(JobStatus.class);

	private final Map<JobOutcome, Lazy<Counter>> outcomes = new EnumMap<>(JobOutcome.class);

	TaggedSeries(JobSeries job, List<String> extraValues) {
		this.job = job;
		this.extraValues = extraValues;
		Meters meters = job.metrics().meters();
		this.tags = job.tags().and(JobMetrics.tags(job.metrics().tagKeys(), extraValues));
		Iterator<Counter> counters = meters
			.counters(JobMeters.PROCESSED,
					Stream.concat(Stream.of("started"), Stream.of(JobStatus.values()).map(JobStatus::tagValue))
						.map((status) -> this.tags.and(Keys.STATUS, status))
						.toList())
			.iterator();
		this.started = counters.next();
		for (JobStatus status : JobStatus.values()) {
			Tags ended = this.tags.and(Keys.STATUS, status.tagValue());
			this.processed.put(status, counters.next());
			this.durations.put(status, new Lazy<>(() -> meters.timer(JobMeters.DURATION, ended)));
		}
		for (JobOutcome outcome : JobOutcome.values()) {
			Tags kind = this.tags.and(Keys.KIND, outcome.tagValue());
			this.outcomes.put(outcome, new Lazy<>(() -> meters.counter(JobMeters.OUTCOMES, kind)));
		}
	}

	JobSeries job() {
		return this.job;
	}

	/**
	 * The values of the declared tag keys, in their order.
	 * @return as many values as keys
	 */
	List<String> extraValues() {
		return this.extraValues;
	}

	/**
	 * The value of one tag.
	 * @param position the position among the job's four keys and the declared ones
	 * @return the bounded value
	 */
	String value(int position) {
		List<String> values = this.job.values();
		return (position < values.size()) ? values.get(position) : this.extraValues.get(position - values.size());
	}

	Tags tags() {
		return this.tags;
	}

	Counter started() {
		return this.started;
	}

	/**
	 * Counts attempts after the first.
	 * @param before the error that led to the attempt
	 * @return the counter
	 */
	Counter retries(ErrorType before) {
		return this.retries.computeIfAbsent(before,
				(type) -> this.job.metrics()
					.meters()
					.counter(JobMeters.RETRIES, this.tags.and(Keys.ERROR_TYPE, type.tagValue())));
	}

	Counter processed(JobStatus status) {
		return get(this.processed, status);
	}

	Timer duration(JobStatus status) {
		return get(this.durations, status).get();
	}

	Counter outcome(JobOutcome outcome) {
		return get(this.outcomes, outcome).get();
	}

	private static <K, V> V get(Map<K, V> complete, K key) {
		return Objects.requireNonNull(complete.get(key));
	}

}
