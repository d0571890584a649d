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
	 * Does a job, or begins it.
	 * @param job the job
	 * @return what has been made: a {@link JobResult}, or a
	 * {@link java.util.concurrent.CompletionStage} or a
	 * {@link reactor.core.publisher.Mono} of one
	 * @throws InvalidInputException if the input can not be worked on
	 * @throws Exception if something else went wrong
	 */
	Object handle(Job job) throws Exception;

}
