package dev.emp.metrics.job;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.job.JobMeters.Keys;
import dev.emp.metrics.support.BoundedTags;
import dev.emp.metrics.support.Guarded;

/**
 * What one metered method measures: reads the attributes of its annotation for each call.
 */
final class JobHandler implements CallMeter {

	private final JobMetrics metrics;

	private final Variables variables;

	private final boolean hasExpressions;

	private final List<@Nullable JobText> texts;

	private final List<@Nullable JobAttribute> tags = new ArrayList<>();

	private final SeriesPath path;

	/** The positions of the tags whose values differ from call to call. */
	private final int[] steps;

	/** Leads to the series under which a call ends, if tags depend on its result. */
	private final @Nullable SeriesPath latePath;

	private final JobAttribute enqueuedAt;

	private final JobAttribute attempt;

	private final JobAttribute maxAttempts;

	private final JobAttribute outcome;

	private final JobAttribute inputSize;

	private final JobAttribute outputSize;

	private final Guarded guard;

	private final JobResults results;

	private final Retries retries = new Retries();

	JobHandler(JobMetrics metrics, MeteredMethod method) {
		this.metrics = metrics;
		this.variables = method.variables();
		this.hasExpressions = method.hasExpressions();
		this.texts = method.tags();
		this.texts.forEach((text) -> this.tags.add((text != null) ? new JobAttribute(metrics, text) : null));
		List<@Nullable String> fixed = this.texts.stream().<@Nullable String>map(this::fixed).toList();
		this.steps = IntStream.range(0, fixed.size()).filter((i) -> fixed.get(i) == null).toArray();
		this.path = new SeriesPath(metrics.table(), fixed);
		this.latePath = this.texts.stream().anyMatch(JobHandler::isLate)
				? SeriesPath.ofSteps(metrics.table(), fixed.size()) : null;
		this.enqueuedAt = new JobAttribute(metrics, method.enqueuedAt());
		this.attempt = new JobAttribute(metrics, method.attempt());
		this.maxAttempts = new JobAttribute(metrics, method.maxAttempts());
		this.outcome = new JobAttribute(metrics, method.outcome());
		this.inputSize = new JobAttribute(metrics, method.inputSize());
		this.outputSize = new JobAttribute(metrics, method.outputSize());
		this.guard = metrics.guard("The metering of " + method.where(), "The call goes on, its sample is lost.");
		this.results = new JobResults(metrics, method.method());
		if (this.steps.length == 0) {
			// dashboards show 0 before the first job, which tries again if this fails
			this.guard.run(() -> this.path.series(this.path.start()));
		}
	}

	/**
	 * Prepare a call.
	 * @param invocation the call
	 * @param attempts what retry made of the invocation before, or null
	 * @return a call whose run has not begun, or null if it cannot be metered
	 */
	@Nullable JobCall call(MethodInvocation invocation, @Nullable Attempts attempts) {
		try {
			CallContext context = context(invocation);
			return new JobCall(this, prepare(context, attempts), context, inputBytes(context), false);
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
			return null;
		}
	}

	@Nullable CallContext context(MethodInvocation invocation) {
		try {
			return this.hasExpressions ? new CallContext(this.variables, invocation.getArguments()) : null;
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
			return null;
		}
	}

	/**
	 * The attempts that a call belongs to.
	 * @param invocation the call
	 * @return the attempts, or null if nothing retries the method or if that cannot be
	 * told: pointcuts of the application are asked
	 */
	@Nullable Attempts attempts(MethodInvocation invocation) {
		try {
			return this.retries.attempts(invocation);
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
			return null;
		}
	}

	long inputBytes(@Nullable CallContext context) {
		return this.inputSize.number(context, RunDetails.UNKNOWN);
	}

	/**
	 * Find out under which tags a call runs.
	 * @param context the call as expressions see it, or null
	 * @param attempts what retry made of the invocation before, or null
	 * @return a run that has not begun
	 */
	JobRun prepare(@Nullable CallContext context, @Nullable Attempts attempts) {
		try {
			TagNode node = this.path.start();
			for (int position : this.steps) {
				node = this.path.step(node, position, startValue(position, context));
			}
			TaggedSeries series = this.path.series(node);
			int attempt = this.attempt.count(context);
			int granted = this.maxAttempts.count(context);
			if (attempts == null) {
				return new JobRun(series, attempt, granted);
			}
			int number = attempts.next(attempt, granted);
			JobRun run = new JobRun(series, number, granted);
			if (number > 0) {
				run.details().attempts = attempts;
			}
			return run;
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
			return JobRun.NONE;
		}
	}

	@Override
	public void begin(JobRun run, @Nullable CallContext context) {
		try {
			long millis = this.enqueuedAt.epochMillis(context);
			this.metrics.begin(run);
			this.metrics.waited(run, millis);
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
		}
	}

	/**
	 * Make what a promise will end.
	 * @param run a run that has begun
	 * @param context the call as expressions see it, or null
	 * @param inputBytes the size of the input, or -1
	 * @return the call, or null if it cannot be allocated
	 */
	@Nullable JobCall pending(JobRun run, @Nullable CallContext context, long inputBytes) {
		try {
			return new JobCall(this, run, context, inputBytes, true);
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
			run.succeed();
			return null;
		}
	}

	/**
	 * End a call when what it returned ends.
	 * @param promise a future or publisher
	 * @param call the call
	 * @param invocation the call of the method
	 * @param attempts what retry makes of the invocation, or null
	 * @return what the caller gets
	 */
	Object follow(Object promise, JobCall call, MethodInvocation invocation, @Nullable Attempts attempts) {
		try {
			return this.results.follow(promise, call, () -> call(invocation, attempts));
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
			return promise;
		}
	}

	/**
	 * End a run whose call threw.
	 * @param run the run
	 * @param error what was thrown
	 * @param inputBytes the size of the input, or -1
	 */
	void threw(JobRun run, Throwable error, long inputBytes) {
		if (this.results.throwsOnce()) {
			run.lastAttempt();
		}
		run.end(run.series(), JobStatus.FAILED, error, inputBytes, RunDetails.UNKNOWN);
	}

	@Override
	public void returned(JobRun run, @Nullable CallContext context, @Nullable Object result, long inputBytes) {
		TaggedSeries series = run.series();
		if (series == null) {
			return;
		}
		try {
			if (context != null) {
				context.result(result);
			}
			boolean success = this.outcome.success(context);
			long output = success ? this.outputSize.number(context, RunDetails.UNKNOWN) : RunDetails.UNKNOWN;
			run.end(late(series, context), success ? JobStatus.COMPLETED : JobStatus.FAILED, null, inputBytes, output);
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
			run.succeed();
		}
	}

	JobResults results() {
		return this.results;
	}

	private TaggedSeries late(TaggedSeries series, @Nullable CallContext context) {
		SeriesPath path = this.latePath;
		if (path == null) {
			return series;
		}
		try {
			TagNode node = path.start();
			for (int position = 0; position < this.texts.size(); position++) {
				node = path.step(node, position,
						isLate(this.texts.get(position)) ? value(position, context) : series.value(position));
			}
			return path.series(node);
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
			return series;
		}
	}

	private @Nullable Object startValue(int position, @Nullable CallContext context) {
		JobText text = this.texts.get(position);
		if (text == null) {
			return this.metrics.contributed().value(this.metrics.tagKeys().get(position - Keys.JOB.size()));
		}
		return value(position, context);
	}

	private @Nullable Object value(int position, @Nullable CallContext context) {
		JobAttribute tag = this.tags.get(position);
		return (tag != null) ? tag.value(context) : null;
	}

	private @Nullable String fixed(@Nullable JobText text) {
		if (text == null) {
			return this.metrics.contributed().any() ? null : BoundedTags.UNKNOWN;
		}
		if (text.isDynamic()) {
			return text.usesResult() ? BoundedTags.UNKNOWN : null;
		}
		return (text.fixed() != null) ? text.fixed() : BoundedTags.UNKNOWN;
	}

	private static boolean isLate(@Nullable JobText text) {
		return text != null && text.usesResult();
	}

}
