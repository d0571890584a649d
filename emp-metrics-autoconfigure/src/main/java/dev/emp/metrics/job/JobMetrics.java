package dev.emp.metrics.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.DaemonThreads;
import dev.emp.metrics.support.Guarded;
import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.SupportMeters;

/**
 * Records what happens to jobs. Nothing that it does reaches the job: whatever fails in
 * here costs a sample or a tag, and one warning.
 */
final class JobMetrics implements AutoCloseable {

	private final Meters meters;

	private final Clock clock;

	private final List<String> tagKeys;

	private final JobTags contributed;

	private final JobErrors errors;

	private final JobListeners listeners;

	private final SeriesTable table;

	private final Guarded guard;

	private final @Nullable JobSpans spans;

	private final AbandonedRuns abandoned;

	JobMetrics(Meters meters, JobProperties properties, Extensions extensions, @Nullable JobSpans spans,
			DaemonThreads threads) {
		this.meters = meters;
		this.spans = spans;
		this.clock = meters.clock();
		this.tagKeys = properties.tagKeys();
		this.guard = guard("The recording of a job", "Its sample is lost.");
		this.abandoned = new AbandonedRuns(threads, this.guard);
		this.contributed = new JobTags(this, extensions.contributors());
		this.errors = new JobErrors(this, extensions.classifiers(), properties.limits().errorNames());
		this.listeners = new JobListeners(this, extensions.listeners());
		this.table = new SeriesTable(this, properties.limits(), this.tagKeys);
	}

	/**
	 * Whether a job runs that can end while the calling thread waits for it.
	 * @return whether one does
	 */
	boolean isRunning() {
		return this.table.isAnyLive(JobRun::canEndMeanwhile);
	}

	/**
	 * Start a run.
	 * @param run a run that has not started
	 */
	void begin(JobRun run) {
		TaggedSeries series = run.series();
		if (series == null) {
			return;
		}
		// first: a run that started must end, whatever fails below
		run.enter(nanos());
		series.started().increment();
		series.job().started();
		if (run.attempt() > 1) {
			this.guard.run(() -> series.retries(Attempts.errorBefore(run)).increment());
		}
		startSpan(run, null);
	}

	/**
	 * Start the span of a run, where the application traces and none has been started.
	 * @param run a run that has not begun
	 * @param parent the observation that the run belongs to; null for the current one of
	 * the calling thread
	 */
	void startSpan(JobRun run, @Nullable Observation parent) {
		TaggedSeries series = run.series();
		if (this.spans == null || series == null || JobSpan.of(run) != null) {
			return;
		}
		JobSpan span = this.spans.start(series.job().values().get(0), parent);
		if (span == null) {
			return;
		}
		try {
			run.details().span = span;
		}
		catch (VirtualMachineError ex) {
			this.guard.failed(ex);
			span.end();
		}
	}

	/**
	 * Record how long a job waited: only before its first attempt, since later ones wait
	 * for their back-off.
	 * @param run the run
	 * @param enqueuedAtMillis milliseconds since the epoch, or {@link JobValues#NO_TIME}
	 */
	void waited(JobRun run, long enqueuedAtMillis) {
		TaggedSeries series = run.series();
		if (series == null || run.attempt() > 1 || enqueuedAtMillis == JobValues.NO_TIME) {
			return;
		}
		try {
			long nanos = TimeUnit.MILLISECONDS.toNanos(this.clock.wallTime() - enqueuedAtMillis);
			series.job().waited(nanos);
			if (this.listeners.any()) {
				run.details().waitNanos = Math.max(nanos, 0);
			}
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
		}
	}

	void ended(JobRun run, TaggedSeries series, JobStatus status, @Nullable Throwable thrown, long inputBytes,
			long outputBytes) {
		JobSpan span = JobSpan.of(run);
		if (span == null) {
			record(run, series, status, thrown, inputBytes, outputBytes);
			return;
		}
		// the timer takes the current span for its exemplar
		JobSpan.Scope scope = span.open();
		record(run, series, status, thrown, inputBytes, outputBytes);
		JobSpan.close(scope);
		span.end();
	}

	private void record(JobRun run, TaggedSeries series, JobStatus status, @Nullable Throwable thrown, long inputBytes,
			long outputBytes) {
		try {
			long now = nanos();
			Throwable error = (thrown != null) ? JobErrors.unwrap(thrown) : null;
			ErrorType type = (error != null) ? type(error) : null;
			JobStatus last = (type == ErrorType.CANCELLED) ? JobStatus.CANCELLED : status;
			// first, since without memory it may be all that can be done
			series.processed(last).increment();
			JobSpan span = JobSpan.of(run);
			if (span != null) {
				span.describe(series, last, error);
			}
			series.duration(last).record(now - run.startNanos(), TimeUnit.NANOSECONDS);
			JobOutcome outcome = Attempts.outcome(run, series, last, type);
			if (outcome != null) {
				series.outcome(outcome).increment();
			}
			if (error != null && type != null) {
				series.job().failed(type, this.errors.name(error));
			}
			if (last == JobStatus.COMPLETED) {
				series.job().succeeded(now);
			}
			long input = RunDetails.prefer(run.knownDetails(), (details) -> details.inputBytes, inputBytes);
			long output = RunDetails.prefer(run.knownDetails(), (details) -> details.outputBytes, outputBytes);
			series.job().sizes(input, (last == JobStatus.COMPLETED) ? output : RunDetails.UNKNOWN);
			if (this.listeners.any()) {
				this.listeners.tell(run, series, last, outcome, type, now - run.startNanos(), input, output);
			}
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
		}
	}

	private ErrorType type(Throwable error) {
		try {
			return this.errors.type(error);
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
			return (error instanceof OutOfMemoryError) ? ErrorType.MEMORY : ErrorType.UNKNOWN;
		}
	}

	/**
	 * Count an outcome that was not known when the last attempt ended.
	 * @param series the series of that attempt
	 * @param outcome the outcome
	 * @param job what listeners know of the attempt, or null if there are none
	 */
	void decided(TaggedSeries series, JobOutcome outcome, @Nullable FinishedJob job) {
		try {
			series.outcome(outcome).increment();
			if (job != null) {
				this.listeners.decided(job.decided(outcome));
			}
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
		}
	}

	/**
	 * End a run as cancelled once nothing can end it any more.
	 * @param run a run that goes on after its method returned
	 * @param end what ends the run, which the run must not lead to
	 */
	void tether(JobRun run, Object end) {
		try {
			this.abandoned.watch(run, end);
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
		}
	}

	/**
	 * End the runs that wait for a future or a publisher as cancelled. Calls end by
	 * themselves, also those that an executor drains after this.
	 */
	@Override
	public void close() {
		this.abandoned.close();
		this.table.forEachLive((run) -> {
			if (run.isPromised()) {
				run.abandon();
			}
		});
	}

	Guarded guard(String source, String consequence) {
		return guard(this.meters, source, consequence);
	}

	static Guarded guard(Meters meters, String source, String consequence) {
		return SupportMeters.guard(meters, source, consequence);
	}

	static Tags tags(List<String> keys, List<String> values) {
		List<Tag> tags = new ArrayList<>();
		for (int i = 0; i < keys.size(); i++) {
			tags.add(Tag.of(keys.get(i), values.get(i)));
		}
		return Tags.of(tags);
	}

	long nanos() {
		return this.clock.monotonicTime();
	}

	Meters meters() {
		return this.meters;
	}

	List<String> tagKeys() {
		return this.tagKeys;
	}

	SeriesTable table() {
		return this.table;
	}

	Guarded guard() {
		return this.guard;
	}

	JobTags contributed() {
		return this.contributed;
	}

	/**
	 * What the application adds, in the order of its beans.
	 *
	 * @param classifiers asked before the library's own rules
	 * @param contributors give values to open tags
	 * @param listeners told of finished runs
	 */
	record Extensions(List<ErrorClassifier> classifiers, List<JobTagsContributor> contributors,
			List<JobListener> listeners) {
	}

}
