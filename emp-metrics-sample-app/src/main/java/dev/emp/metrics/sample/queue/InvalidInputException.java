package dev.emp.metrics.sample.queue;

import org.jspecify.annotations.Nullable;

/**
 * The input of a job is not what the job needs; the message says why, to whoever sent it.
 */
public final class InvalidInputException extends IllegalArgumentException {

	/**
	 * Creates an exception.
	 * @param reason what is wrong with the input
	 */
	public InvalidInputException(String reason) {
		this(reason, null);
	}

	/**
	 * Creates an exception.
	 * @param reason what is wrong with the input
	 * @param cause what noticed it
	 */
	public InvalidInputException(String reason, @Nullable Throwable cause) {
		super(reason, cause);
	}

}
