package dev.emp.metrics.test.docs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.emp.metrics.job.JobAutoConfiguration;
import dev.emp.metrics.support.SupportAutoConfiguration;
import dev.emp.metrics.test.JobAssert;
import dev.emp.metrics.test.JobAssertions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the examples share: an application whose clock stands still, and the comparison of
 * its scrape with what the page shows.
 */
abstract class DocumentedJobs {

	final MockClock clock = new MockClock();

	final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT,
			new PrometheusRegistry(), this.clock);

	DocumentedJobs() {
		// the mock clock itself starts so early that no job can have waited
		this.clock.add(Duration.ofDays(20_000));
	}

	ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, JobAutoConfiguration.class))
			.withBean(Clock.class, () -> this.clock)
			.withBean(MeterRegistry.class, () -> this.registry);
	}

	<T> void with(ApplicationContextRunner runner, T handler, HandlerTest<T> test) {
		@SuppressWarnings("unchecked")
		Class<T> type = (Class<T>) handler.getClass();
		runner.withBean(type, () -> handler).run((context) -> test.run(context.getBean(type)));
	}

	<T> void with(T handler, HandlerTest<T> test) {
		with(runner(), handler, test);
	}

	static JobAssert assertThatJob(MeterRegistry registry, String job) {
		return JobAssertions.assertThatJob(registry, job);
	}

	RenderJob job() {
		return new RenderJob("acme", "high", Instant.ofEpochMilli(this.clock.wallTime()).minusSeconds(5));
	}

	/**
	 * Verify that a scrape has the series that a section of the page shows.
	 * @param heading the heading of the section
	 */
	void shows(String heading) {
		List<Sample> found = Sample.all(this.registry.scrape());
		List<Sample> shown = Sample.all(String.join("\n", JobsPage.section(heading).blocks("prometheus")));
		assertThat(shown).isNotEmpty()
			.allSatisfy((sample) -> assertThat(found).anyMatch((candidate) -> candidate.isShownAs(sample)));
	}

	/**
	 * Count the series of a name.
	 * @param name a name as in a scrape
	 * @return how many the scrape has
	 */
	long series(String name) {
		return Sample.all(this.registry.scrape()).stream().filter((sample) -> sample.name().equals(name)).count();
	}

	/**
	 * A test that may throw what a handler throws.
	 *
	 * @param <T> the type of the handler
	 */
	interface HandlerTest<T> {

		void run(T handler) throws Exception;

	}

}
