package dev.emp.metrics.job;

import org.jspecify.annotations.Nullable;

/**
 * What became of a job, all its attempts taken together: the tag {@code kind} of
 * {@code job.outcomes}.
 */
public enum JobOutcome {

	/** Completed at the first attempt. */
	SUCCESS_FIRST("success_first"),

	/** Completed at a later attempt. */
	SUCCESS_AFTER_RETRY("success_after_retry"),

	/** Failed at the only attempt it had. */
	FAILED_NO_RETRY("failed_no_retry"),

	/** Failed at its last attempt. */
	FAILED_EXHAUSTED("failed_exhausted"),

	/** Ended, but the number of the attempt or of those granted is not known. */
	UNKNOWN("unknown");

	private final String tagValue;

	JobOutcome(String tagValue) {
		this.tagValue = tagValue;
	}

	/**
	 * The value of the tag.
	 * @return the name in lower case
	 */
	public String tagValue() {
		return this.tagValue;
	}

	/**
	 * The outcome that an attempt decides.
	 * @param status how the attempt ended
	 * @param attempt the number of the attempt from 1, or 0 if unknown
	 * @param maxAttempts the number of attempts granted, or 0 if unknown
	 * @return the outcome, or null if the job will be tried again
	 */
	static @Nullable JobOutcome of(JobStatus status, int attempt, int maxAttempts) {
		if (attempt == 0) {
			return UNKNOWN;
		}
		if (status == JobStatus.COMPLETED) {
			return (attempt == 1) ? SUCCESS_FIRST : SUCCESS_AFTER_RETRY;
		}
		if (attempt < maxAttempts) {
			return null;
		}
		if (maxAttempts == 0 || status == JobStatus.CANCELLED) {
			return UNKNOWN;
		}
		return (attempt == 1) ? FAILED_NO_RETRY : FAILED_EXHAUSTED;
	}

}
