package dev.emp.metrics.job;

import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests that what fails while a job is observed never reaches the job.
 */
class TracedJobGuardTests extends JobContext {

	private final ObservationRegistry observations = ObservationRegistry.create();

	private final AtomicInteger failures = new AtomicInteger();

	@Override
	ApplicationContextRunner runner() {
		return super.runner().withConfiguration(AutoConfigurations.of(JobTracingAutoConfiguration.class))
			.withBean(Tracer.class, () -> mock(Tracer.class))
			.withBean(ObservationRegistry.class, () -> this.observations);
	}

	@ParameterizedTest
	@EnumSource
	void survivesAHandlerThatFails(Moment moment) {
		this.observations.observationConfig().observationHandler(new Failing(moment));
		this.observations.observationConfig().observationHandler((context) -> true);
		Observation outer = Observation.start("outer", this.observations);
		try (Observation.Scope scope = outer.openScope()) {
			withHandler(new Handlers.Handler(), (handler) -> {
				assertThat(handler.render(null)).isEqualTo("done");
				IllegalStateException thrown = new IllegalStateException();
				assertThat(thrownBy(() -> handler.fail(thrown))).isSameAs(thrown);
				assertThat(this.observations.getCurrentObservationScope()).isSameAs(scope);
				assertThat(count("jobs.processed", "job.name", "render", "status", "completed")).isOne();
				assertThat(count("jobs.processed", "job.name", "fail", "status", "failed")).isOne();
				assertThat(records("job.duration")).isEqualTo(2);
				assertThat(gauge("jobs.active", "job.name", "render")).isZero();
				assertThat(this.failures).hasPositiveValue();
				assertThat(count("emp.metrics.source.errors", "source", "The span of a job"))
					.isEqualTo(this.failures.doubleValue());
			});
		}
	}

	@Test
	void survivesAPredicateThatFails() {
		ObservationPredicate failing = (name, context) -> {
			throw new IllegalStateException();
		};
		this.observations.observationConfig().observationPredicate(failing).observationHandler((context) -> true);
		withHandler(new Handlers.Handler(), (handler) -> {
			assertThat(handler.render(null)).isEqualTo("done");
			assertThat(count("jobs.processed", "job.name", "render", "status", "completed")).isOne();
			assertThat(count("emp.metrics.source.errors", "source", "The span of a job")).isOne();
		});
	}

	/**
	 * When a handler of observations is called.
	 */
	enum Moment {

		START, SCOPE_OPENED, SCOPE_CLOSED, ERROR, STOP

	}

	/**
	 * Fails at one moment.
	 */
	private final class Failing implements ObservationHandler<Observation.Context> {

		private final Moment moment;

		Failing(Moment moment) {
			this.moment = moment;
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof JobObservationContext;
		}

		@Override
		public void onStart(Observation.Context context) {
			failAt(Moment.START);
		}

		@Override
		public void onScopeOpened(Observation.Context context) {
			failAt(Moment.SCOPE_OPENED);
		}

		@Override
		public void onScopeClosed(Observation.Context context) {
			failAt(Moment.SCOPE_CLOSED);
		}

		@Override
		public void onError(Observation.Context context) {
			failAt(Moment.ERROR);
		}

		@Override
		public void onStop(Observation.Context context) {
			failAt(Moment.STOP);
		}

		private void failAt(Moment moment) {
			if (moment == this.moment) {
				TracedJobGuardTests.this.failures.incrementAndGet();
				throw new IllegalStateException(moment.name());
			}
		}

	}

}
