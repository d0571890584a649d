package dev.emp.metrics.test;

/**
 * The names that the assertions read. The library keeps its own to itself; a test holds
 * the two together.
 */
final class JobMeterNames {

	static final String PROCESSED = "jobs.processed";

	static final String ACTIVE = "jobs.active";

	static final String DURATION = "job.duration";

	static final String QUEUE_WAIT = "job.queue.wait";

	static final String ERRORS = "errors";

	static final String OUTCOMES = "job.outcomes";

	static final String RETRIES = "job.retries";

	static final String JOB_NAME = "job.name";

	static final String STATUS = "status";

	static final String ERROR_TYPE = "error.type";

	static final String KIND = "kind";

	private JobMeterNames() {
	}

}
