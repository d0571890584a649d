package dev.emp.metrics.sample.queue;

/**
 * What a job has made.
 */
public interface JobResult {

	/**
	 * How much has been made.
	 * @return the number of bytes
	 */
	long size();

	/**
	 * The media type in which the result is given to whoever sent the job.
	 * @return the media type
	 */
	default String contentType() {
		return "application/json";
	}

	/**
	 * The result as the body of a response.
	 * @return bytes, or an object to be written in the {@link #contentType() media type}
	 */
	default Object body() {
		return this;
	}

}
