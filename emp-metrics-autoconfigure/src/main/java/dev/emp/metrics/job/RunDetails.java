package dev.emp.metrics.job;

import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * What only some runs know, kept out of the object that every call makes.
 */
final class RunDetails {

	static final long UNKNOWN = -1;

	volatile long waitNanos = UNKNOWN;

	volatile long inputBytes = UNKNOWN;

	volatile long outputBytes = UNKNOWN;

	volatile double gpuSeconds;

	static long prefer(@Nullable RunDetails details, ToLongFunction<RunDetails> said, long fallback) {
		long value = (details != null) ? said.applyAsLong(details) : UNKNOWN;
		return (value != UNKNOWN) ? value : fallback;
	}

}
