package dev.emp.metrics.job;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.Guarded;
import dev.emp.metrics.support.Lazy;
import dev.emp.metrics.support.Meters;

/**
 * Makes a span of each run, by an observation. There only where the application traces.
 */
final class JobSpans {

	private static final String NAME = "job";

	/** Late, since handlers of observations may need what needs this. */
	private final Lazy<ObservationRegistry> registry;

	private final Lazy<Tracer> tracer;

	private final Guarded guard;

	JobSpans(Meters meters, Supplier<ObservationRegistry> registry, Supplier<Tracer> tracer) {
		this.registry = new Lazy<>(registry);
		this.tracer = new Lazy<>(tracer);
		this.guard = JobMetrics.guard(meters, "The span of a job", "The job goes on, its span is incomplete.");
	}

	/**
	 * Start the span of a run.
	 * @param job the name of the job
	 * @param parent the observation that the run belongs to; null for the current one of
	 * the calling thread
	 * @return the span, or null if the application wants none
	 */
	@Nullable JobSpan start(String job, @Nullable Observation parent) {
		try {
			ObservationRegistry registry = this.registry.get();
			Observation observation = Observation.createNotStarted(NAME, () -> context(job, parent), registry);
			if (observation.isNoop()) {
				return null;
			}
			Tracer tracer = this.tracer.get();
			return new JobSpan(observation.start(), tracer, this.guard);
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
			return null;
		}
	}

	private static JobObservationContext context(String job, @Nullable Observation parent) {
		JobObservationContext context = new JobObservationContext(job);
		context.setParentObservation(parent);
		return context;
	}

}
