package dev.emp.metrics.export;

import java.util.Locale;

/**
 * What became of data points.
 */
enum Result {

	/** They are ours to deliver: pushed by a registry, or left behind by a process. */
	ACCEPTED,

	/** The receiver took them. */
	DELIVERED,

	/** They were given up. */
	DROPPED,

	/** The receiver took their batch, though not them. */
	REJECTED,

	/** They were in a file that cannot be read. */
	CORRUPT;

	String tag() {
		return name().toLowerCase(Locale.ROOT);
	}

}
