package dev.emp.metrics.job;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.job.JobMeters.Keys;
import dev.emp.metrics.support.Guarded;

/**
 * Meters what code describes by a {@link JobInfo}.
 */
final class DefaultJobRecorder implements JobRecorder {

	private final JobMetrics metrics;

	private final SeriesPath path;

	private final Guarded guard;

	private final Guarded undeclared;

	private final JobResults results;

	DefaultJobRecorder(JobMetrics metrics) {
		this.metrics = metrics;
		this.path = SeriesPath.ofSteps(metrics.table(), Keys.JOB.size() + metrics.tagKeys().size());
		this.results = new JobResults(metrics, null);
		this.guard = metrics.guard("The recording of a job", "The job goes on, its sample is lost.");
		this.undeclared = metrics.guard("A JobInfo",
				"The tag is left out. Add the key to the property emp.metrics.job.tag-keys.");
	}

	@Override
	public JobRun start(JobInfo job) {
		JobRun run = prepare(job);
		begin(run, job);
		return run;
	}

	@Override
	public <T extends @Nullable Object> T record(JobInfo job, Callable<T> work) throws Exception {
		JobRun run = prepare(job);
		JobRun outer = JobRun.swapCurrent(run);
		begin(run, job);
		JobSpan.Scope scope = JobSpan.open(run);
		try {
			T result = work.call();
			if (this.results.value(result) == JobResults.Promise.PENDING) {
				return followed(job, run, result);
			}
			run.succeed();
			return result;
		}
		catch (Throwable ex) {
			run.fail(ex);
			throw ex;
		}
		finally {
			JobSpan.close(scope);
			JobRun.swapCurrent(outer);
		}
	}

	@SuppressWarnings("unchecked")
	private <T extends @Nullable Object> T followed(JobInfo job, JobRun run, T promise) {
		try {
			Described meter = new Described(job);
			JobCall first = new JobCall(meter, run, null, RunDetails.UNKNOWN, true);
			return (T) this.results.follow(Objects.requireNonNull(promise), first, () -> next(meter));
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
			run.succeed();
			return promise;
		}
	}

	private @Nullable JobCall next(Described meter) {
		try {
			return new JobCall(meter, prepare(meter.job), null, RunDetails.UNKNOWN, false);
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
			return null;
		}
	}

	private JobRun prepare(JobInfo job) {
		try {
			return new JobRun(series(job), job.attempt(), job.maxAttempts());
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
			return JobRun.NONE;
		}
	}

	private void begin(JobRun run, JobInfo job) {
		try {
			this.metrics.begin(run);
			this.metrics.waited(run, enqueuedAt(job));
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
		}
	}

	private long enqueuedAt(JobInfo job) {
		try {
			return JobValues.epochMillis(job.enqueuedAt());
		}
		catch (ArithmeticException ex) {
			// Instant.MIN or MAX, as some write for never
			return JobValues.NO_TIME;
		}
	}

	private TaggedSeries series(JobInfo job) {
		TagNode node = this.path.step(this.path.start(), 0, job.name());
		node = this.path.step(node, 1, job.service());
		node = this.path.step(node, 2, job.queue());
		node = this.path.step(node, 3, job.priority());
		List<String> keys = this.metrics.tagKeys();
		for (int i = 0; i < keys.size(); i++) {
			String value = job.tags().get(keys.get(i));
			node = this.path.step(node, Keys.JOB.size() + i,
					(value != null) ? value : this.metrics.contributed().value(keys.get(i)));
		}
		Set<String> given = job.tags().keySet();
		if (!given.isEmpty() && !keys.containsAll(given)) {
			this.undeclared.failed(new UndeclaredTagsException(given));
		}
		return this.path.series(node);
	}

	/**
	 * Measures the work of one description that goes on after its call returned.
	 */
	private final class Described implements CallMeter {

		private final JobInfo job;

		Described(JobInfo job) {
			this.job = job;
		}

		@Override
		public void begin(JobRun run, @Nullable CallContext context) {
			DefaultJobRecorder.this.begin(run, this.job);
		}

		@Override
		public void returned(JobRun run, @Nullable CallContext context, @Nullable Object result, long inputBytes) {
			run.succeed();
		}

	}

	/**
	 * Says which tags were given. Without a stack trace, since one is made per run.
	 */
	private static final class UndeclaredTagsException extends RuntimeException {

		UndeclaredTagsException(Set<String> given) {
			super("its tags " + given + " are not all declared", null, false, false);
		}

	}

}
