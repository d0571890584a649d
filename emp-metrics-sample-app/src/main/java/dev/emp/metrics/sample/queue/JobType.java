package dev.emp.metrics.sample.queue;

import java.util.Locale;

/**
 * What is to be done with the input of a job.
 */
public enum JobType {

	/** A small image of an image. */
	THUMBNAIL,

	/** The SHA-256 of any bytes. */
	HASH,

	/** The terms of a text. */
	INDEX;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
