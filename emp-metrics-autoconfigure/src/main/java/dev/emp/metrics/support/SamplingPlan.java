package dev.emp.metrics.support;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How often sources are read, and when.
 *
 * @param step the time between two pushes, and between two readings of a source that has
 * no interval of its own
 * @param pushes when the pushes are
 * @param isIdle whether nothing is read but what is live, since nobody exports it
 */
record SamplingPlan(Duration step, PushPhase pushes, boolean isIdle) {

	/** Three times as long can still be counted in nanoseconds. */
	private static final Duration LONGEST = Duration.ofDays(3650);

	long interval(SampledSource<?> source) {
		return nanos(source.interval());
	}

	long align(long time, long interval, long took) {
		return this.pushes.align(time, interval, nanos(null), took);
	}

	private long nanos(@Nullable Duration own) {
		Duration interval = (own != null) ? own : this.step;
		return ((interval.compareTo(LONGEST) < 0) ? interval : LONGEST).toNanos();
	}

}
