package dev.emp.metrics.job;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.Guarded;

/**
 * The span of one run. A handler of observations that fails costs the span, and never
 * reaches the job.
 */
final class JobSpan {

	private final Observation observation;

	private final Tracer tracer;

	private final Guarded guard;

	JobSpan(Observation started, Tracer tracer, Guarded guard) {
		this.observation = started;
		this.tracer = tracer;
		this.guard = guard;
	}

	static @Nullable JobSpan of(JobRun run) {
		RunDetails known = run.knownDetails();
		return (known != null) ? known.span : null;
	}

	/**
	 * Make the span of a run the current one of the calling thread.
	 * @param run the run
	 * @return to be closed by the same thread, or null if the run has no span
	 */
	static @Nullable Scope open(JobRun run) {
		JobSpan span = of(run);
		return (span != null) ? span.open() : null;
	}

	/**
	 * What the calling thread is within before it works on a run.
	 * @param run the run
	 * @return to be entered again for code that is no part of the run, or null if the run
	 * has no span
	 */
	static @Nullable Outside outside(JobRun run) {
		JobSpan span = of(run);
		return (span != null) ? span.guard.get(span::outside) : null;
	}

	private Outside outside() {
		return new Outside(this.observation.getObservationRegistry().getCurrentObservationScope(),
				this.tracer.currentSpan());
	}

	static void close(@Nullable Scope scope) {
		if (scope != null) {
			scope.close();
		}
	}

	@Nullable Scope open() {
		Observation.Scope outer = null;
		try {
			outer = this.observation.getObservationRegistry().getCurrentObservationScope();
			if (outer != null && this.observation.equals(outer.getCurrentObservation())) {
				return null;
			}
			return new Scope(this.observation.openScope(), outer);
		}
		catch (Throwable ex) {
			failed(ex, outer);
			return null;
		}
	}

	/**
	 * Say what became of the run.
	 * @param series the series that it ended under
	 * @param status how it ended
	 * @param error what was thrown, or null
	 */
	void describe(TaggedSeries series, JobStatus status, @Nullable Throwable error) {
		try {
			series.tags().forEach((tag) -> this.observation.lowCardinalityKeyValue(tag.getKey(), tag.getValue()));
			this.observation.lowCardinalityKeyValue(JobMeters.Keys.STATUS, status.tagValue());
			if (error != null && status == JobStatus.FAILED) {
				this.observation.error(error);
			}
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
		}
	}

	void end() {
		try {
			this.observation.stop();
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
		}
	}

	Observation observation() {
		return this.observation;
	}

	private void failed(Throwable ex, Observation.@Nullable Scope outer) {
		this.guard.run(() -> {
			ObservationRegistry registry = this.observation.getObservationRegistry();
			Observation.Scope opened = registry.getCurrentObservationScope();
			if (opened != null && !opened.equals(outer)) {
				// handlers before the one that failed have opened theirs
				this.guard.run(opened::close);
			}
			// a scope that fails stays the current one, and keeps all before it alive
			registry.setCurrentObservationScope(outer);
		});
		this.guard.failed(ex);
	}

	/**
	 * What a thread is within when it does not work on the run.
	 */
	final class Outside {

		private final Observation.@Nullable Scope scope;

		private final @Nullable Span span;

		private Outside(Observation.@Nullable Scope scope, @Nullable Span span) {
			this.scope = scope;
			this.span = span;
		}

		<T extends @Nullable Object> T call(Supplier<T> code) {
			ObservationRegistry registry = JobSpan.this.observation.getObservationRegistry();
			Observation.Scope inside = registry.getCurrentObservationScope();
			Tracer.SpanInScope entered = JobSpan.this.guard.get(() -> JobSpan.this.tracer.withSpan(this.span));
			registry.setCurrentObservationScope(this.scope);
			try {
				return code.get();
			}
			finally {
				registry.setCurrentObservationScope(inside);
				if (entered != null) {
					JobSpan.this.guard.run(entered::close);
				}
			}
		}

	}

	/**
	 * The time during which a thread works on the run.
	 */
	final class Scope {

		private final Observation.Scope scope;

		private final Observation.@Nullable Scope outer;

		private Scope(Observation.Scope scope, Observation.@Nullable Scope outer) {
			this.scope = scope;
			this.outer = outer;
		}

		private void close() {
			try {
				this.scope.close();
			}
			catch (Throwable ex) {
				failed(ex, this.outer);
			}
		}

	}

}
