package dev.emp.metrics.job;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import org.jspecify.annotations.Nullable;

/**
 * One attempt at a job, from its start to its end. The first call that ends it counts,
 * later ones do nothing. All methods may be called from any thread and throw nothing.
 */
public final class JobRun implements AutoCloseable {

	/** Needs no memory at its first use, which may be the end of a run without any. */
	private static final AtomicIntegerFieldUpdater<JobRun> SLOT = AtomicIntegerFieldUpdater.newUpdater(JobRun.class,
			"slot");

	/** No slot: not entered yet, or ended. */
	private static final int NO_SLOT = 0;

	/** What code outside any job gets: every method does nothing. */
	static final JobRun NONE = new JobRun(null, 0, 0);

	private static final ThreadLocal<@Nullable JobRun> CURRENT = new ThreadLocal<>();

	private final @Nullable TaggedSeries series;

	/** Set before the run is entered, which publishes it. */
	private long startNanos;

	/** 0 until the first sign: a volatile write costs as much as two counters. */
	private volatile long progressNanos;

	/** As short, with the fields above, an object of 48 bytes: one is made per call. */
	private final short attempt;

	private final short maxAttempts;

	/** One more than the slot, so that a new run needs no volatile write. */
	private volatile int slot;

	private volatile @Nullable RunDetails details;

	/** That began it, for which the end of the application need not wait by itself. */
	private @Nullable Thread starter;

	JobRun(@Nullable TaggedSeries series, int attempt, int maxAttempts) {
		this.series = series;
		this.attempt = (short) Math.min(Math.max(attempt, 0), Short.MAX_VALUE);
		this.maxAttempts = (short) Math.min(Math.max(maxAttempts, 0), Short.MAX_VALUE);
	}

	/**
	 * The run of the job that the calling thread works on.
	 * @return the run; outside any job one whose methods do nothing, so that a handler
	 * can be called without metrics
	 */
	public static JobRun current() {
		try {
			JobRun run = CURRENT.get();
			return (run != null) ? run : NONE;
		}
		catch (VirtualMachineError ex) {
			// the first look of a thread takes memory
			return NONE;
		}
	}

	/**
	 * Tell that the job moved on. From the first call on, the time since the last call is
	 * watched as {@code job.progress.age.max}.
	 */
	public void progress() {
		if (this.series != null) {
			JobMetrics metrics = this.series.job().metrics();
			try {
				this.progressNanos = metrics.nanos();
				this.series.job().watchProgress();
			}
			catch (Throwable ex) {
				metrics.guard().failed(ex);
			}
		}
	}

	/**
	 * The size of the input in bytes; wins over the annotation's expression.
	 * @param bytes zero or more
	 */
	public void inputBytes(long bytes) {
		told().inputBytes = Math.max(bytes, RunDetails.UNKNOWN);
	}

	/**
	 * The size of the output in bytes; wins over the annotation's expression.
	 * @param bytes zero or more
	 */
	public void outputBytes(long bytes) {
		told().outputBytes = Math.max(bytes, RunDetails.UNKNOWN);
	}

	/**
	 * The time that the job used GPUs, summed over the GPUs; told to listeners.
	 * @param seconds zero or more
	 */
	public void gpuSeconds(double seconds) {
		told().gpuSeconds = (seconds > 0) ? seconds : 0;
	}

	/** End the run as completed. */
	public void succeed() {
		end(JobStatus.COMPLETED, null);
	}

	/** End the run as failed, without an error. */
	public void fail() {
		end(JobStatus.FAILED, null);
	}

	/**
	 * End the run by an error: as cancelled if that is what the error says, otherwise as
	 * failed.
	 * @param error what was thrown
	 */
	public void fail(Throwable error) {
		end(JobStatus.FAILED, error);
	}

	/** End the run as cancelled. */
	public void cancel() {
		end(JobStatus.CANCELLED, null);
	}

	/**
	 * End the run as failed, if nothing ended it before.
	 */
	@Override
	public void close() {
		fail();
	}

	private void end(JobStatus status, @Nullable Throwable error) {
		end(this.series, status, error, RunDetails.UNKNOWN, RunDetails.UNKNOWN);
	}

	/**
	 * Make the run live: from here on it is active and can be ended.
	 * @param nanos when it started
	 */
	void enter(long nanos) {
		if (this.series != null) {
			this.startNanos = nanos;
			this.starter = Thread.currentThread();
			SLOT.lazySet(this, this.series.job().live().add(this) + 1);
		}
	}

	/**
	 * End the run under the tags that are known now.
	 * @param last the series with the tags that depend on the result
	 * @param status how it ended
	 * @param error what was thrown, or null
	 * @param inputBytes what the annotation says of the input, or -1
	 * @param outputBytes what the annotation says of the output, or -1
	 */
	void end(@Nullable TaggedSeries last, JobStatus status, @Nullable Throwable error, long inputBytes,
			long outputBytes) {
		int entered = (this.slot == NO_SLOT) ? NO_SLOT : SLOT.getAndSet(this, NO_SLOT);
		if (entered != NO_SLOT && this.series != null && last != null) {
			this.starter = null;
			this.series.job().live().remove(entered - 1);
			last.job().metrics().ended(this, last, status, error, inputBytes, outputBytes);
		}
	}

	/**
	 * End the run since nothing else will. It is live until it is counted, so that who
	 * sees it gone can see how.
	 */
	void abandon() {
		lastAttempt();
		int entered = SLOT.getAndSet(this, NO_SLOT);
		if (entered != NO_SLOT && this.series != null) {
			try {
				this.series.job()
					.metrics()
					.ended(this, this.series, JobStatus.CANCELLED, null, RunDetails.UNKNOWN, RunDetails.UNKNOWN);
			}
			finally {
				this.starter = null;
				this.series.job().live().remove(entered - 1);
			}
		}
	}

	/**
	 * Whether the run can end while the calling thread waits: not if that thread is in
	 * it, or if its own thread waits in {@code System.exit} for the JVM to end.
	 * @return false where it is known that it cannot
	 */
	boolean canEndMeanwhile() {
		Thread own = this.starter;
		return isLive() && !equals(CURRENT.get())
				&& (own == null || isPromised() || (!own.equals(Thread.currentThread()) && !LiveRuns.isExiting(own)));
	}

	// it waits for a future or a publisher, not for a call on a thread
	boolean isPromised() {
		RunDetails known = this.details;
		return known != null && known.tether != null;
	}

	void promise(Tether tether) {
		details().tether = tether;
		this.starter = null;
	}

	boolean isLive() {
		return this.slot != NO_SLOT;
	}

	/** Tell that no retry follows this attempt, whatever becomes of it. */
	void lastAttempt() {
		RunDetails known = this.details;
		if (known != null && known.attempts != null && this.series != null) {
			try {
				known.attempts.last();
			}
			catch (Throwable ex) {
				this.series.job().metrics().guard().failed(ex);
			}
		}
	}

	/**
	 * Make a run the current one of the calling thread. An entry is set to null rather
	 * than removed: the next job on the thread would have to make it anew.
	 * @param run the run, or null for none
	 * @return the run that was the current one
	 */
	static @Nullable JobRun swapCurrent(@Nullable JobRun run) {
		JobRun outer = null;
		try {
			outer = CURRENT.get();
			CURRENT.set(run);
		}
		catch (VirtualMachineError ex) {
			// the first entry of a thread takes memory; there is then no current run
		}
		return outer;
	}

	private RunDetails told() {
		try {
			return details();
		}
		catch (VirtualMachineError ex) {
			return RunDetails.NOWHERE;
		}
	}

	RunDetails details() {
		if (this.series == null) {
			return RunDetails.NOWHERE;
		}
		synchronized (this) {
			RunDetails present = this.details;
			if (present == null) {
				present = new RunDetails();
				this.details = present;
			}
			return present;
		}
	}

	@Nullable RunDetails knownDetails() {
		return this.details;
	}

	@Nullable TaggedSeries series() {
		return this.series;
	}

	long startNanos() {
		return this.startNanos;
	}

	long progressNanos() {
		long last = this.progressNanos;
		return (last != 0) ? last : this.startNanos;
	}

	int attempt() {
		return this.attempt;
	}

	int maxAttempts() {
		return this.maxAttempts;
	}

}
