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
	 * The same settings for another drainer, which has failures of its own.
	 * @return the settings
	 */
	DrainSettings anew() {
		return new DrainSettings(this.backoff.anew(), this.rate, this.holdUnauthorized);
	}

	/**
	 * The time between two batches while there are more.
	 * @return the nanoseconds
	 */
	long spacing() {
		return TimeUnit.SECONDS.toNanos(1) / this.rate;
	}

}
