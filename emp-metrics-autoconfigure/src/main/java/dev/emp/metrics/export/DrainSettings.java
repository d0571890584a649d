package dev.emp.metrics.export;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How the drainer goes about it.
 *
 * @param backoff gives each drainer its waits after failures
 * @param rate most batches a second while there are more
 * @param holdUnauthorized whether batches wait for a new token
 */
record DrainSettings(Supplier<Backoff> backoff, int rate, boolean holdUnauthorized) {

	/**
	 * The time between two batches while there are more.
	 * @return the nanoseconds
	 */
	long spacing() {
		return TimeUnit.SECONDS.toNanos(1) / this.rate;
	}

}
