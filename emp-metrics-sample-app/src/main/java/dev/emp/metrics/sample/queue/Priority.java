package dev.emp.metrics.sample.queue;

import java.util.Locale;

/**
 * How urgent a job is; more urgent jobs are taken first.
 */
public enum Priority {

	/** Before all others. */
	HIGH,

	/** The usual one. */
	NORMAL,

	/** When nothing else waits. */
	LOW;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
