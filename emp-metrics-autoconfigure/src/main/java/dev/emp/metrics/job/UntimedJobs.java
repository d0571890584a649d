package dev.emp.metrics.job;

import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;

/**
 * Makes no meters of the observations of jobs, which are timed already. Spring Boot gives
 * an observation to the first handler of meters that takes it; a filter that denies the
 * second timer instead would cost the lock of the registry at each call.
 */
final class UntimedJobs implements MeterObservationHandler<JobObservationContext> {

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof JobObservationContext;
	}

}
