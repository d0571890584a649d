package dev.emp.metrics.job;

import java.util.concurrent.Callable;

/**
 * Meters jobs in code that no proxy sees: self-calls, lambdas, loops of one's own. A
 * bean.
 */
public interface JobRecorder {

	/**
	 * Start a run that the caller ends, on this or another thread.
	 * @param job what is run
	 * @return the run; ending it twice counts once
	 */
	JobRun start(JobInfo job);

	/**
	 * Run a job. Within it {@link JobRun#current()} is its run. Where the work returns a
	 * {@link java.util.concurrent.CompletionStage} or a reactive publisher the run ends
	 * with that, as it does for {@link MeteredJob}.
	 * @param <T> the type of the result
	 * @param job what is run
	 * @param work the job itself
	 * @return the result of the work
	 * @throws Exception what the work throws, unchanged
	 */
	<T> T record(JobInfo job, Callable<T> work) throws Exception;

}
