package dev.emp.metrics.test;

import java.util.List;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.assertj.core.api.AbstractAssert;

import dev.emp.metrics.job.ErrorType;
import dev.emp.metrics.job.JobOutcome;
import dev.emp.metrics.job.JobStatus;

/**
 * Assertions on what was recorded of one job. Counts are sums over all series of the job,
 * or over those with the tags that {@link #withTag} names.
 */
public final class JobAssert extends AbstractAssert<JobAssert, MeterRegistry> {

	private final RecordedJob job;

	JobAssert(MeterRegistry registry, RecordedJob job) {
		super(registry, JobAssert.class);
		this.job = job;
	}

	/**
	 * Narrow the assertions that follow to one value of a tag.
	 * @param key the key of the tag, for example {@code queue} or a declared key
	 * @param value the value that the series must have
	 * @return a new assertion; an assertion on a meter without that key fails
	 */
	public JobAssert withTag(String key, String value) {
		JobAssert narrowed = new JobAssert(this.actual, this.job.with(key, value));
		narrowed.info.description(this.info.description());
		narrowed.info.overridingErrorMessage(this.info.overridingErrorMessage());
		return narrowed;
	}

	/**
	 * Verify how many attempts started.
	 * @param count the expected number
	 * @return this assertion
	 */
	public JobAssert started(long count) {
		return processed("started", count);
	}

	/**
	 * Verify how many attempts completed.
	 * @param count the expected number
	 * @return this assertion
	 */
	public JobAssert completed(long count) {
		return processed(JobStatus.COMPLETED.tagValue(), count);
	}

	/**
	 * Verify how many attempts failed.
	 * @param count the expected number
	 * @return this assertion
	 */
	public JobAssert failed(long count) {
		return processed(JobStatus.FAILED.tagValue(), count);
	}

	/**
	 * Verify how many attempts were cancelled.
	 * @param count the expected number
	 * @return this assertion
	 */
	public JobAssert cancelled(long count) {
		return processed(JobStatus.CANCELLED.tagValue(), count);
	}

	/**
	 * Verify that no attempt ever started; a job that nobody knows never ran.
	 * @return this assertion
	 */
	public JobAssert neverRan() {
		return started(0);
	}

	/**
	 * Verify how many attempts are running.
	 * @param count the expected number
	 * @return this assertion
	 */
	public JobAssert active(long count) {
		return sum(this.job, JobMeterNames.ACTIVE, "active", count);
	}

	/**
	 * Verify of how many jobs the wait in the queue was recorded.
	 * @param count the expected number
	 * @return this assertion
	 */
	public JobAssert waited(long count) {
		return sum(this.job, JobMeterNames.QUEUE_WAIT, "recorded waits", count);
	}

	/**
	 * Verify of how many attempts the duration was recorded, however they ended.
	 * @param count the expected number
	 * @return this assertion
	 */
	public JobAssert durations(long count) {
		return sum(this.job, JobMeterNames.DURATION, "recorded durations", count);
	}

	/**
	 * Verify how many errors of a class were counted.
	 * @param type the tag {@code error.type}, for example {@code timeout}
	 * @param count the expected number
	 * @return this assertion
	 */
	public JobAssert hasError(String type, long count) {
		requireKnown(type, Stream.of(ErrorType.values()).map(ErrorType::tagValue).toList());
		return sum(this.job.with(JobMeterNames.ERROR_TYPE, type), JobMeterNames.ERRORS, "errors of type " + type,
				count);
	}

	/**
	 * Verify how many jobs ended for good in one way.
	 * @param kind the tag {@code kind}, for example {@code success_first}
	 * @param count the expected number
	 * @return this assertion
	 */
	public JobAssert hasOutcome(String kind, long count) {
		requireKnown(kind, Stream.of(JobOutcome.values()).map(JobOutcome::tagValue).toList());
		return sum(this.job.with(JobMeterNames.KIND, kind), JobMeterNames.OUTCOMES, "outcomes " + kind, count);
	}

	/**
	 * Verify how many attempts after the first started.
	 * @param count the expected number
	 * @return this assertion
	 */
	public JobAssert retried(long count) {
		return sum(this.job, JobMeterNames.RETRIES, "retries", count);
	}

	private JobAssert processed(String status, long count) {
		return sum(this.job.with(JobMeterNames.STATUS, status), JobMeterNames.PROCESSED, status, count);
	}

	private JobAssert sum(RecordedJob narrowed, String meter, String what, long expected) {
		isNotNull();
		List<String> missing = narrowed.missingKeys(meter);
		if (!missing.isEmpty()) {
			throw failure("Expecting job \"%s\" to be narrowed by %s, but the meter %s has no such tag.%n%s",
					narrowed.name(), missing, meter, narrowed.describe());
		}
		long found = narrowed.sum(meter);
		if (found != expected) {
			throw failureWithActualExpected(found, expected,
					"Expecting job \"%s\"%s to have %s: %s%nbut found: %s%nin the meter %s. %s", narrowed.name(),
					this.job.narrowing(), what, expected, found, meter, narrowed.describe());
		}
		return this;
	}

	private static void requireKnown(String value, List<String> known) {
		if (!known.contains(value)) {
			throw new IllegalArgumentException("There is no '" + value + "', only " + known);
		}
	}

}
