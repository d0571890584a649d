package dev.emp.metrics.support;

import java.time.Duration;

/**
 * When metrics are pushed: as long after the last push as the step says. What is read a
 * little before that is fresh when it arrives.
 */
public final class PushPhase {

	/** How long before a push a source should have answered. */
	private static final long LEAD = Duration.ofSeconds(1).toNanos();

	private volatile boolean known;

	private volatile long last;

	/**
	 * Note a push, at the moment when it has read the meters.
	 * @param now the monotonic time of the registry's clock, in nanoseconds
	 */
	public void pushed(long now) {
		this.last = now;
		this.known = true;
	}

	/**
	 * Move a time such that what begins then has ended shortly before a push.
	 * @param time when it would begin otherwise
	 * @param interval how often it happens
	 * @param step the time between two pushes
	 * @param duration how long it takes
	 * @return the time, moved by half an interval at most; as it was where nothing is
	 * pushed, or where the intervals do not fit together
	 */
	long align(long time, long interval, long step, long duration) {
		long rhythm = Math.min(interval, step);
		if (!this.known || rhythm <= LEAD || Math.max(interval, step) % rhythm != 0) {
			return time;
		}
		long lead = LEAD + Math.min(duration, (rhythm - LEAD) / 2);
		long later = Math.floorMod(this.last - lead - time, rhythm);
		return time + ((later <= rhythm / 2) ? later : later - rhythm);
	}

}
