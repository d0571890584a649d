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

	/**
	 * The name as clients write it and meters show it.
	 * @return the name in lower case
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	@Override
	public String toString() {
		return label();
	}

}
