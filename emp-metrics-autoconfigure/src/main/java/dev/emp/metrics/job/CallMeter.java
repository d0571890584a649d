package dev.emp.metrics.job;

import org.jspecify.annotations.Nullable;

/**
 * What measures the calls of one handler.
 */
interface CallMeter {

	/**
	 * Start a run.
	 * @param run a run that has not started
	 * @param context the call as expressions see it, or null
	 */
	void begin(JobRun run, @Nullable CallContext context);

	/**
	 * End a run whose work is done.
	 * @param run the run
	 * @param context the call as expressions see it, or null
	 * @param result the result, not what only promises it
	 * @param inputBytes the size of the input, or -1
	 */
	void returned(JobRun run, @Nullable CallContext context, @Nullable Object result, long inputBytes);

}
