package dev.emp.metrics.http;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import dev.emp.metrics.support.WithOpenTelemetryStarter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConditionalOnNoHttpAgent}.
 */
class ConditionalOnNoHttpAgentTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Measuring.class);

	@TempDir
	private Path folder;

	@Test
	void matchesWhereNobodyElseMeasures() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(Measuring.class));
	}

	@Test
	void backsOffWhereTheStarterMeasuresAndSaysHowToHaveBoth() {
		withStarter().run((context) -> {
			assertThat(context).doesNotHaveBean(Measuring.class);
			assertThat(reason(context)).isEqualTo("@ConditionalOnNoHttpAgent the OpenTelemetry Spring Boot starter "
					+ "measures HTTP; set emp.metrics.http.enabled=true for both");
		});
	}

	@Test
	void obeysTheUserWhoWantsBoth() {
		withStarter().withPropertyValues("emp.metrics.http.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(Measuring.class));
	}

	@Test
	void matchesWhereTheStarterMeasuresNoHttp() {
		withStarter().withPropertyValues("otel.instrumentation.common.default-enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(Measuring.class));
		withStarter().withPropertyValues("otel.metrics.exporter=none")
			.run((context) -> assertThat(context).hasSingleBean(Measuring.class));
	}

	private ApplicationContextRunner withStarter() {
		return this.runner.withClassLoader(new WithOpenTelemetryStarter(this.folder));
	}

	private static @Nullable String reason(AssertableApplicationContext context) {
		return ConditionEvaluationReport.get(context.getSourceApplicationContext().getBeanFactory())
			.getConditionAndOutcomesBySource()
			.values()
			.iterator()
			.next()
			.iterator()
			.next()
			.getOutcome()
			.getMessage();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnNoHttpAgent
	static class Measuring {

	}

}
