package dev.emp.metrics.support;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * Runs one source: when it is due, never twice at once, later and later while it fails.
 * The lock is not held while the source is read.
 */
final class SourceRuns<T> {

	static final Duration DEADLINE = Duration.ofSeconds(10);

	/** What takes longer has a thread that others would miss. */
	private static final Duration SLOW = Duration.ofSeconds(1);

	private static final Duration LEAST_STALENESS = Duration.ofSeconds(15);

	private static final Duration WARM_UP = Duration.ofSeconds(5);

	private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);

	private final SampledSource<T> source;

	private final Meters meters;

	private final SamplingPlan plan;

	private final Executor executor;

	private final SourceHealth health;

	private final SampledSeries<T> series;

	private final long interval;

	private long due;

	private long handedOver;

	private long started;

	private long took;

	private int failures;

	/** From the moment a run is handed over until it has ended. */
	private boolean pending;

	private @Nullable Thread runner;

	/** The run in progress counts as failed, whatever it may still answer. */
	private boolean givenUp;

	private boolean removed;

	SourceRuns(SampledSource<T> source, SamplingPlan plan, Meters meters, Executor executor) {
		this.source = source;
		this.plan = plan;
		this.interval = plan.interval(source);
		this.meters = meters;
		this.executor = executor;
		this.health = new SourceHealth(meters, source);
		this.series = new SampledSeries<>(meters, source);
		this.due = now();
	}

	/**
	 * Do what the time asks for: give up a run that takes too long, take away series that
	 * nobody renewed, start a run.
	 */
	synchronized void check() {
		if (this.removed) {
			return;
		}
		long now = now();
		if (this.runner != null && !this.givenUp && now - this.started >= DEADLINE.toNanos()) {
			giveUp(this.runner);
			failed(new TimeoutException("no answer within " + DEADLINE.toSeconds() + " s"));
		}
		if (this.health.isOlderThan(Math.max(3 * this.interval, LEAST_STALENESS.toNanos()), now)) {
			this.series.clear();
		}
		this.series.renew();
		this.health.renew();
		if (!this.pending && now - this.due >= 0) {
			start(now);
		}
	}

	/**
	 * How long it is until a run is due.
	 * @param now monotonic time, in nanoseconds
	 * @return nanoseconds, 0 or less where it is due by now; the most there can be while
	 * a run is pending
	 */
	synchronized long untilDue(long now) {
		return this.pending ? Long.MAX_VALUE : this.due - now;
	}

	/**
	 * Whether a run holds a thread, or waits for one, for so long that it should have one
	 * of its own.
	 * @return whether it does
	 */
	synchronized boolean isSlow() {
		return this.pending && now() - this.handedOver >= SLOW.toNanos();
	}

	/**
	 * Whether a run that nobody waits for holds a thread.
	 * @return whether it does
	 */
	synchronized boolean isHanging() {
		return this.givenUp;
	}

	/**
	 * Take away all series and start nothing any more.
	 */
	synchronized void remove() {
		this.removed = true;
		this.series.clear();
		this.health.remove();
		if (this.runner != null) {
			giveUp(this.runner);
		}
	}

	private void start(long now) {
		this.due = next(now);
		this.pending = true;
		this.handedOver = now;
		try {
			this.executor.execute(this::run);
		}
		catch (Throwable ex) {
			this.pending = false;
			failed(ex);
		}
	}

	private long next(long now) {
		if (this.source.comparesReadings() && !this.health.hasSucceeded() && this.failures == 0) {
			return now + Math.min(this.interval, WARM_UP.toNanos());
		}
		// what was missed by an interval or more is not caught up
		long next = ((now - this.due < this.interval) ? this.due : now) + this.interval;
		return this.plan.align(next, this.interval, this.took);
	}

	private void run() {
		if (!begin()) {
			return;
		}
		try {
			answered(this.series.read());
		}
		catch (Throwable ex) {
			threw(ex);
		}
		finally {
			end();
		}
	}

	private synchronized boolean begin() {
		if (!this.removed) {
			this.runner = Thread.currentThread();
			this.started = now();
		}
		return !this.removed;
	}

	private synchronized void answered(@Nullable T snapshot) {
		if (this.givenUp) {
			return;
		}
		if (snapshot == null) {
			throw new IllegalStateException("it answered null");
		}
		this.series.show(snapshot);
		this.health.succeeded(this.started, this.series.hasRows());
		this.failures = 0;
	}

	private synchronized void threw(Throwable ex) {
		if (!this.givenUp) {
			failed(ex);
		}
	}

	private synchronized void end() {
		// first, or a failure of what follows would leave the source unread for good
		this.runner = null;
		this.givenUp = false;
		this.pending = false;
		this.took = now() - this.started;
		if (!this.removed) {
			this.health.ran(this.took);
		}
	}

	private void giveUp(Thread hanging) {
		this.givenUp = true;
		hanging.interrupt();
	}

	private void failed(Throwable ex) {
		this.health.failed(ex);
		long longest = LONGEST_BACK_OFF.toNanos();
		long backOff = Math.min(Math.min(this.interval, longest) << Math.min(this.failures, 9), longest);
		this.due = now() + Math.max(this.interval, backOff);
		this.failures++;
	}

	private long now() {
		return this.meters.clock().monotonicTime();
	}

}
