package dev.emp.metrics.job;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/**
 * The attempts at one job that Spring's retry makes by calls of one invocation, and the
 * one outcome of them all. A failure is pending until the next attempt begins, or until
 * it is known that none follows.
 */
final class Attempts {

	private static final String ATTRIBUTE = Attempts.class.getName();

	private int calls;

	private int delivery;

	private int deliveries;

	private boolean live;

	private boolean shared;

	private boolean last;

	private boolean decided;

	private ErrorType error = ErrorType.UNKNOWN;

	private @Nullable TaggedSeries pending;

	private @Nullable JobStatus pendingStatus;

	private @Nullable FinishedJob job;

	/**
	 * The attempts of an invocation: the clones that retry makes of it share them.
	 * @param invocation an invocation that retry leads
	 * @return its attempts
	 */
	static Attempts of(ProxyMethodInvocation invocation) {
		Attempts known = known(invocation);
		if (known == null) {
			known = new Attempts();
			invocation.setUserAttribute(ATTRIBUTE, known);
		}
		return known;
	}

	static @Nullable Attempts known(ProxyMethodInvocation invocation) {
		return (invocation.getUserAttribute(ATTRIBUTE) instanceof Attempts known) ? known : null;
	}

	/**
	 * Count an attempt.
	 * @param delivery the number of the attempt as a broker counts, or 0
	 * @param deliveries the number of attempts that the broker grants, or 0
	 * @return the number of the attempt, all taken together, or 0 if that is not known
	 */
	synchronized int next(int delivery, int deliveries) {
		this.shared |= this.live;
		if (this.shared) {
			// which of two subscribers a retry serves cannot be told
			return 0;
		}
		if (this.last) {
			// a publisher that is subscribed to again does the job again
			this.calls = 0;
			this.decided = false;
			this.error = ErrorType.UNKNOWN;
		}
		this.live = true;
		this.last = false;
		this.pending = null;
		this.delivery = Math.max(delivery, 1);
		this.deliveries = deliveries;
		this.calls++;
		return this.delivery + this.calls - 1;
	}

	/**
	 * Tell that no further attempt follows the present one.
	 */
	void last() {
		Pending decided = takePending();
		if (decided != null) {
			decided.series().job().metrics().decided(decided.series(), decided.outcome(), decided.job());
		}
	}

	/**
	 * Keep what listeners are told once the outcome is known.
	 * @param run an attempt whose outcome is not
	 * @param job the attempt
	 */
	static void remember(JobRun run, FinishedJob job) {
		Attempts attempts = of(run);
		if (attempts != null) {
			synchronized (attempts) {
				attempts.job = job;
			}
		}
	}

	private synchronized @Nullable Pending takePending() {
		this.last = true;
		TaggedSeries series = this.pending;
		JobOutcome outcome = (series != null && this.pendingStatus != null) ? decide(this.pendingStatus) : null;
		this.pending = null;
		return (series != null && outcome != null) ? new Pending(series, outcome, this.job) : null;
	}

	private synchronized @Nullable JobOutcome ended(TaggedSeries series, JobStatus status, @Nullable ErrorType type) {
		this.live = false;
		this.error = (type != null) ? type : ErrorType.UNKNOWN;
		if (this.shared) {
			return JobOutcome.UNKNOWN;
		}
		if (status == JobStatus.COMPLETED || this.last) {
			return decide(status);
		}
		this.pending = series;
		this.pendingStatus = status;
		this.job = null;
		return null;
	}

	private @Nullable JobOutcome decide(JobStatus status) {
		if (this.decided) {
			return null;
		}
		this.decided = true;
		int attempt = this.delivery + this.calls - 1;
		boolean deliveredAgain = this.delivery < this.deliveries;
		return JobOutcome.of(status, attempt, deliveredAgain ? Integer.MAX_VALUE : attempt);
	}

	/**
	 * The outcome that the end of a run decides.
	 * @param run the run
	 * @param series the series that it ends under
	 * @param status how it ended
	 * @param type the class of its error, or null
	 * @return the outcome, or null if the job will or may be tried again
	 */
	static @Nullable JobOutcome outcome(JobRun run, TaggedSeries series, JobStatus status, @Nullable ErrorType type) {
		Attempts attempts = of(run);
		return (attempts != null) ? attempts.ended(series, status, type)
				: JobOutcome.of(status, run.attempt(), run.maxAttempts());
	}

	/**
	 * The error that led to an attempt.
	 * @param run the attempt
	 * @return the class of the error, unknown where another process saw it
	 */
	static ErrorType errorBefore(JobRun run) {
		Attempts attempts = of(run);
		return (attempts != null) ? attempts.error() : ErrorType.UNKNOWN;
	}

	private static @Nullable Attempts of(JobRun run) {
		RunDetails details = run.knownDetails();
		return (details != null) ? details.attempts : null;
	}

	private synchronized ErrorType error() {
		return this.error;
	}

	/**
	 * What an outcome that was pending is counted under.
	 *
	 * @param series the series of the last attempt
	 * @param outcome the outcome
	 * @param job what listeners know of the last attempt, or null
	 */
	private record Pending(TaggedSeries series, JobOutcome outcome, @Nullable FinishedJob job) {
	}

}
