package dev.emp.metrics.job;

/**
 * Told of each run that ended, on the thread that ended it; of a run that nothing can end
 * any more, on a background thread. Never called by a scrape or a push. What it throws is
 * logged once and never reaches the job.
 */
@FunctionalInterface
public interface JobListener {

	/**
	 * A run ended.
	 * @param job what is known of it
	 */
	void onFinished(FinishedJob job);

	/**
	 * A job ended for good: once for all its attempts, after {@link #onFinished} of the
	 * last one. For a job that Spring's retry gives up that is somewhat later; for one
	 * that a broker delivers again it is in the process that has the last attempt.
	 * @param last what is known of the last attempt, with its outcome
	 */
	default void onOutcome(FinishedJob last) {
	}

}
