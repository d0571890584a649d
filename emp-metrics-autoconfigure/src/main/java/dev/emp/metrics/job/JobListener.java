package dev.emp.metrics.job;

/**
 * Told of each run that ended, on the thread that ended it. What it throws is logged once
 * and never reaches the job.
 */
@FunctionalInterface
public interface JobListener {

	/**
	 * A run ended.
	 * @param job what is known of it
	 */
	void onFinished(FinishedJob job);

}
