package dev.emp.metrics.sample.load;

import java.util.List;

import dev.emp.metrics.sample.queue.Job;
import dev.emp.metrics.sample.queue.JobHandler;
import dev.emp.metrics.sample.queue.JobType;

/**
 * Notes what becomes of each attempt of another handler.
 *
 * @param handler the other handler
 * @param outcomes where to note it
 */
record RecordingHandler(JobHandler handler, List<Outcome> outcomes) implements JobHandler {

	@Override
	public JobType type() {
		return this.handler.type();
	}

	@Override
	public Object handle(Job job) throws Exception {
		boolean done = false;
		try {
			Object result = this.handler.handle(job);
			done = true;
			return result;
		}
		finally {
			this.outcomes.add(new Outcome(job, done));
		}
	}

	/**
	 * What became of an attempt.
	 *
	 * @param job the attempt
	 * @param done whether it made a result
	 */
	record Outcome(Job job, boolean done) {

	}

}
