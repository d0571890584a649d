package dev.emp.metrics.job;

import io.micrometer.observation.Observation;

/**
 * Tells the observation of a job from those of others, so that {@link UntimedJobs} can
 * take it. Its contextual name, and thus the name of the span, is the name of the job.
 */
final class JobObservationContext extends Observation.Context {

	JobObservationContext(String job) {
		setContextualName(job);
	}

}
