package dev.emp.metrics.job;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import dev.emp.metrics.job.JobMeters.Keys;
import dev.emp.metrics.support.Lazy;
import dev.emp.metrics.support.ShownGauge;

/**
 * The meters of one combination of job name, service, queue and priority.
 */
final class JobSeries {

	private final JobMetrics metrics;

	private final List<String> values;

	private final Tags tags;

	private final LiveRuns live = new LiveRuns();

	private final JobAges ages;

	private final ShownGauge active;

	private final Lazy<Timer> wait;

	private final Lazy<Counter> skew;

	private final Lazy<DistributionSummary> inputSize;

	private final Lazy<DistributionSummary> outputSize;

	private final Map<ErrorKey, Counter> errors = new ConcurrentHashMap<>();

	JobSeries(JobMetrics metrics, List<String> values, JobAges ages) {
		this.metrics = metrics;
		this.values = values;
		this.ages = ages;
		this.tags = JobMetrics.tags(Keys.JOB, values);
		Tags shared = Tags.of(Keys.NAME, values.get(0), Keys.SERVICE, values.get(1));
		this.wait = new Lazy<>(() -> metrics.meters().timer(JobMeters.QUEUE_WAIT, this.tags));
		this.skew = new Lazy<>(() -> metrics.meters().counter(JobMeters.WAIT_SKEW, shared));
		this.inputSize = new Lazy<>(() -> metrics.meters().summary(JobMeters.INPUT_SIZE, this.tags));
		this.outputSize = new Lazy<>(() -> metrics.meters().summary(JobMeters.OUTPUT_SIZE, this.tags));
		this.active = metrics.meters().gauge(JobMeters.ACTIVE, this.tags, this, JobSeries::active);
		ages.add(this.live);
	}

	/**
	 * Record a wait; a negative one is a difference of clocks and counts as none.
	 * @param nanos the wait in nanoseconds
	 */
	void waited(long nanos) {
		if (nanos < 0) {
			this.skew.get().increment();
		}
		this.wait.get().record(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
	}

	/**
	 * Record sizes.
	 * @param inputBytes the size of the input, negative if unknown
	 * @param outputBytes the size of the output, negative if unknown
	 */
	void sizes(long inputBytes, long outputBytes) {
		if (inputBytes >= 0) {
			this.inputSize.get().record((double) inputBytes);
		}
		if (outputBytes >= 0) {
			this.outputSize.get().record((double) outputBytes);
		}
	}

	void failed(ErrorType type, String errorName) {
		this.errors.computeIfAbsent(new ErrorKey(type, errorName), this::errorCounter).increment();
	}

	void watchProgress() {
		this.ages.watchProgress();
	}

	void started() {
		this.active.show();
		this.ages.watchActive();
	}

	void succeeded(long nanos) {
		this.ages.lastSuccess().at(nanos);
	}

	JobMetrics metrics() {
		return this.metrics;
	}

	LiveRuns live() {
		return this.live;
	}

	/**
	 * The values of {@link Keys#JOB}, in that order.
	 * @return four values
	 */
	List<String> values() {
		return this.values;
	}

	Tags tags() {
		return this.tags;
	}

	private int active() {
		return this.live.count();
	}

	private Counter errorCounter(ErrorKey error) {
		return this.metrics.meters()
			.counter(JobMeters.ERRORS,
					Tags.of(Keys.NAME, this.values.get(0), Keys.SERVICE, this.values.get(1), Keys.PRIORITY,
							this.values.get(3), Keys.ERROR_TYPE, error.type().tagValue(), Keys.ERROR_NAME,
							error.name()));
	}

	/**
	 * What tells one error of a job from another.
	 *
	 * @param type the class of the error
	 * @param name its bounded name
	 */
	private record ErrorKey(ErrorType type, String name) {
	}

}
