package dev.emp.metrics.export;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

/**
 * How long to wait until the next attempt, in nanoseconds: exponential with half jitter,
 * so that a fleet does not come back at once, and never less than the receiver asks for.
 */
final class Backoff {

	/** Longer than any outage, and short enough for the clock to count. */
	private static final Duration LONGEST = Duration.ofDays(365);

	/** Within which those that start at once begin to send. */
	private static final Duration START = Duration.ofSeconds(2);

	private final long first;

	private final long longest;

	private final Duration longestAsked;

	private final DoubleSupplier random;

	private long reached;

	Backoff(Duration first, Duration longest, Duration longestAsked, DoubleSupplier random) {
		this.first = min(first, LONGEST).toNanos();
		this.longest = min(longest, LONGEST).toNanos();
		this.longestAsked = min(longestAsked, LONGEST);
		this.random = random;
	}

	/**
	 * The wait after a failure.
	 * @param retryAfter what the receiver asks for, or null
	 * @return from half to all of what the back-off has reached, on top of what the
	 * receiver asks for, up to the longest that it may
	 */
	long next(@Nullable Duration retryAfter) {
		this.reached = (this.reached == 0) ? this.first : Math.min(this.longest, 2 * this.reached);
		long asked = (retryAfter != null) ? min(retryAfter, this.longestAsked).toNanos() : 0;
		// those who were told the same time must not come back at the same time
		return (asked > 0) ? asked + part(this.reached / 2) : this.reached / 2 + part(this.reached / 2);
	}

	/**
	 * The wait between the first success and the rest of what is held.
	 * @return up to a third of what the back-off had reached
	 */
	long recovered() {
		long wait = part(this.reached / 3);
		this.reached = 0;
		return wait;
	}

	/**
	 * The wait before what an earlier process left behind goes out. It is short, since
	 * nothing says that the receiver is in trouble.
	 * @return up to the wait after a failure, and 2 s at most
	 */
	long start() {
		return part(Math.min(this.first, START.toNanos()));
	}

	private long part(long nanos) {
		return (long) (nanos * this.random.getAsDouble());
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

}
