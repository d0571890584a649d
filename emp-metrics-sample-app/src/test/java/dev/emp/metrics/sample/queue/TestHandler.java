package dev.emp.metrics.sample.queue;

/**
 * A handler of hash jobs that does what a test wants.
 *
 * @param work what to do
 */
record TestHandler(Work work) implements JobHandler {

	@Override
	public JobType type() {
		return JobType.HASH;
	}

	@Override
	public JobResult handle(Job job) throws Exception {
		return this.work.handle(job);
	}

	/**
	 * What a test wants done.
	 */
	interface Work {

		JobResult handle(Job job) throws Exception;

	}

}
