package dev.emp.metrics.job;

import java.util.Locale;

/**
 * The bounded set of error classes: the tag {@code error.type}.
 */
public enum ErrorType {

	/** Something took too long. */
	TIMEOUT,

	/** The heap or another memory ran out. */
	MEMORY,

	/** A host or a network could not be reached. */
	NETWORK,

	/** A connection was refused, reset or closed. */
	CONNECTION,

	/** The GPU or its driver failed; its own memory running out is here too. */
	GPU,

	/** The job's input was not valid. */
	VALIDATION,

	/** A pool, a queue, a limit or access control refused the work. */
	REJECTED,

	/** The job was cancelled or interrupted: its status is {@code cancelled}. */
	CANCELLED,

	/** None of these. */
	UNKNOWN;

	private final String tagValue = name().toLowerCase(Locale.ROOT);

	/**
	 * The value of the tag.
	 * @return the name in lower case
	 */
	public String tagValue() {
		return this.tagValue;
	}

}
