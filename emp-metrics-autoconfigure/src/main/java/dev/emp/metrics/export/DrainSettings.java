package dev.emp.metrics.export;

import java.util.concurrent.TimeUnit;

/**
 * How the drainer goes about it.
 *
 * @param backoff how long to wait after failures
 * @param rate most batches a second while there are more
 * @param holdUnauthorized whether batches wait for a new token
 */
record DrainSettings(Backoff backoff, int rate, boolean holdUnauthorized) {

	/**
	 * The time between two batches while there are more.
	 * @return the nanoseconds
	 */
	long spacing() {
		return TimeUnit.SECONDS.toNanos(1) / this.rate;
	}

}
