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
	INDEX,

	/** The lines and words of a text. */
	WORDS,

	/** Any bytes in fewer bytes. */
	COMPRESS,

	/** The entries of an archive, each checked. */
	ARCHIVE;

	/**
	 * Whether the handler itself tries again what failed, so that the queue does not.
	 * @return whether it does
	 */
	boolean isRetriedByItsHandler() {
		return this == ARCHIVE;
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
