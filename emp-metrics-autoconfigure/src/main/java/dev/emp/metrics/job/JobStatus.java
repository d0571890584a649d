package dev.emp.metrics.job;

/**
 * How an attempt at a job ended: the tag {@code status}.
 */
public enum JobStatus {

	/** The handler returned. */
	COMPLETED("completed"),

	/** The handler threw, or said by its result that it failed. */
	FAILED("failed"),

	/** The handler was cancelled or interrupted. */
	CANCELLED("cancelled");

	private final String tagValue;

	JobStatus(String tagValue) {
		this.tagValue = tagValue;
	}

	/**
	 * The value of the tag.
	 * @return the name in lower case
	 */
	public String tagValue() {
		return this.tagValue;
	}

}
