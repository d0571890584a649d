package dev.emp.metrics.sample.queue;

/**
 * Does the jobs of one type.
 */
public interface JobHandler {

	/**
	 * Which jobs to hand to this handler.
	 * @return the type
	 */
	JobType type();

	/**
	 * Does a job.
	 * @param job the job
	 * @return what has been made
	 * @throws InvalidInputException if the input can not be worked on
	 * @throws Exception if something else went wrong
	 */
	JobResult handle(Job job) throws Exception;

}
