package dev.emp.metrics.job;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JobTracingAutoConfiguration}: who decides whether jobs are spans.
 */
class JobTracingAutoConfigurationTests extends TracedContext {

	@Test
	void isThereInAnyApplicationThatTraces() {
		new ApplicationContextRunner().withUserConfiguration(Application.class)
			.run((context) -> assertThat(context).hasSingleBean(JobSpans.class).hasSingleBean(UntimedJobs.class));
	}

	@Test
	void backsOffWithoutMicrometerTracing() {
		new JobContext() {
		}.runner()
			.withConfiguration(AutoConfigurations.of(JobTracingAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer.tracing"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(JobMetrics.class)
				.doesNotHaveBean(JobSpans.class));
	}

	@Test
	void backsOffWithTheMetricsOfJobs() {
		runner().withPropertyValues("emp.metrics.job.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(JobSpans.class).doesNotHaveBean(UntimedJobs.class));
	}

	@Test
	void costsNothingWhereBootsTracerDoesNothing() {
		List<@Nullable RunDetails> details = new ArrayList<>();
		runner().withClassLoader(new FilteredClassLoader(OtelTracer.class)).run((context) -> {
			assertThat(context).hasBean("noopTracer");
			context.getBean(JobRecorder.class)
				.record(JobInfo.of("plain"), () -> details.add(JobRun.current().knownDetails()));
		});
		assertThat(details).containsOnlyNulls().hasSize(1);
	}

	@Test
	void keepsDetailsOfARunThatIsASpan() {
		List<@Nullable RunDetails> details = new ArrayList<>();
		runner().run((context) -> context.getBean(JobRecorder.class)
			.record(JobInfo.of("traced"), () -> details.add(JobRun.current().knownDetails())));
		assertThat(details).singleElement().extracting((known) -> known.span).isNotNull();
	}

	@Test
	void letsAHandlerOfObservationsRecordJobs() {
		runner().withBean(RecordingHandler.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(JobSpans.class));
	}

	/**
	 * All that Spring Boot and the library configure.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * A handler that needs what needs the registry of handlers.
	 */
	static final class RecordingHandler implements ObservationHandler<Observation.Context> {

		RecordingHandler(JobRecorder recorder) {
			assertThat(recorder).isInstanceOf(DefaultJobRecorder.class);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
