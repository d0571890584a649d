package dev.emp.metrics.job;

import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * What only some runs know, kept out of the object that every call makes.
 */
final class RunDetails {

	static final long UNKNOWN = -1;

	/** Takes what is told to no run; read by nobody. */
	static final RunDetails NOWHERE = new RunDetails();

	volatile long waitNanos = UNKNOWN;

	volatile long inputBytes = UNKNOWN;

	volatile long outputBytes = UNKNOWN;

	volatile double gpuSeconds;

	/** The attempts that Spring's retry makes, if it makes any. */
	volatile @Nullable Attempts attempts;

	/** The span of the run, if the application traces. */
	volatile @Nullable JobSpan span;

	/** Kept here so that it is reachable as long as the run is live. */
	volatile @Nullable Tether tether;

	static long prefer(@Nullable RunDetails details, ToLongFunction<RunDetails> said, long fallback) {
		long value = (details != null) ? said.applyAsLong(details) : UNKNOWN;
		return (value != UNKNOWN) ? value : fallback;
	}

}
