package dev.emp.metrics.support;

import java.util.Map;

import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.boot.logging.DeferredLogs;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link OwnSettings} says of environment variables.
 */
@ExtendWith(OutputCaptureExtension.class)
class OwnVariablesTests {

	private final ApplicationContextRunner runner = OwnSettingsTests.runner();

	@Test
	void namesTheVariableOfTheInterval(CapturedOutput output) {
		this.runner.withInitializer((context) -> {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(OwnSettingsTests.variables(Map.of("METRICS_COLLECTION_INTERVAL", "30000")));
			SpringFactoriesLoader.forDefaultResourceLocation()
				.load(EnvironmentPostProcessor.class, ArgumentResolver.of(DeferredLogFactory.class, new DeferredLogs()),
						FailureHandler.logging(LogFactory.getLog(getClass())))
				.stream()
				.filter((processor) -> processor.getClass().getSimpleName().startsWith("Variables"))
				.forEach((processor) -> processor.postProcessEnvironment(context.getEnvironment(),
						new SpringApplication()));
		})
			.run((context) -> assertThat(OwnSettingsTests.warnings(output)).singleElement()
				.asString()
				.contains("METRICS_COLLECTION_INTERVAL is '30000', which is read as seconds: 8h20m", "Write 30s"));
	}

	@ParameterizedTest
	@CsvSource({ "emp-metrics.gpu.enabled, emp.metrics.gpu.enabled", "emp.metric.interval, emp.metrics.interval",
			"emp.metric.disk.paths[0], emp.metrics.disk.paths" })
	void namesThePropertyWhoseRootIsNearlyRight(String property, String meant, CapturedOutput output) {
		this.runner.withPropertyValues(property + "=1")
			.run((context) -> assertThat(OwnSettingsTests.warnings(output)).singleElement()
				.asString()
				.contains("emp-metrics has no property " + property + " (", "Did you mean " + meant + "?"));
	}

	@ParameterizedTest
	@CsvSource({ "ENABLE_JOBS_METRICS, ENABLE_JOB_METRICS", "ENABLE_GPU_METRIC, ENABLE_GPU_METRICS",
			"ENABLE_GUP_METRICS, ENABLE_GPU_METRICS", "ENABLE_HOTS_METRICS, ENABLE_HOST_METRICS",
			"ENABLE_GPUMETRICS, ENABLE_GPU_METRICS", "METRIC_COLLECTION_INTERVALL, METRICS_COLLECTION_INTERVAL",
			"DASH0_API_TOKENS, DASH0_API_TOKEN", "DASH0_ENDPOINT, DASH0_METRICS_ENDPOINT",
			"DASH0_AUTH_TOKEN, DASH0_API_TOKEN", "OTEL_EXPORTER_OTLP_ENDPONT, OTEL_EXPORTER_OTLP_ENDPOINT",
			"OTEL_EXPORTER_OLTP_ENDPOINT, OTEL_EXPORTER_OTLP_ENDPOINT",
			"OTEL_EXPORTER_OTLP_METRIC_ENDPOINT, OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
			"OTEL_METRICS_EXPORT_INTERVAL, OTEL_METRIC_EXPORT_INTERVAL" })
	void namesTheVariableThatWasMeant(String variable, String meant, CapturedOutput output) {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(OwnSettingsTests.variables(Map.of(variable, "hunter22"))))
			.run((context) -> assertThat(OwnSettingsTests.warnings(output)).singleElement()
				.asString()
				.contains("emp-metrics does not read " + variable + ". Did you mean " + meant + "?")
				.doesNotContain("hunter22"));
	}

	@Test
	void namesTheVariableOfAPropertyWhoseRootIsNearlyRight(CapturedOutput output) {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(OwnSettingsTests
					.variables(Map.of("EMP_METRIC_GPU_ENABLED", "false", "EMP_METRIC_COLOR", "blue"))))
			.run((context) -> assertThat(OwnSettingsTests.warnings(output)).singleElement()
				.asString()
				.contains("EMP_METRIC_GPU_ENABLED", "as a variable EMP_METRICS_GPU_ENABLED?"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ENABLE_JVM_METRICS", "ENABLE_DB_METRICS", "ENABLE_WEB_METRICS", "ENABLE_CPU_METRICS",
			"ENABLE_APP_METRICS", "ENABLE_CACHE_METRICS", "ENABLE_GPU_METRICS", "METRICS_PORT", "DASH0_REGION",
			"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACE_ENDPOINT", "OTEL_EXPORTER_OTLP_INSECURE",
			"OTEL_EXPORTER_OTLP_LOGS_CLIENT_KEY", "OTEL_EXPORTER_OTLP_PROFILES_ENDPOINT", "OTEL_LOGS_EXPORTER",
			"OTEL_EXPORTER_PROMETHEUS_PORT", "EMP_METRICS_SERVICE_HOST", "EMP_METRICS_SERVICE_PORT",
			"EMP_METRICS_SERVICE_PORT_HTTP", "EMP_METRICS_PORT", "EMP_METRICS_PORT_8080_TCP",
			"EMP_METRICS_PORT_8080_TCP_ADDR", "EMP_METRICS_PORT_53_UDP_PROTO", "EMP_METRICS_WORKER_SERVICE_HOST" })
	void isSilentAboutVariablesOfOthers(String variable, CapturedOutput output) {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(OwnSettingsTests.variables(Map.of(variable, "1"))))
			.run((context) -> assertThat(OwnSettingsTests.warnings(output)).isEmpty());
	}

	@Test
	void isSilentAboutAnotherWordBesideTheRightVariable(CapturedOutput output) {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(OwnSettingsTests.variables(Map.of("DASH0_AUTH_TOKEN", "a", "DASH0_API_TOKEN", "a"))))
			.run((context) -> assertThat(OwnSettingsTests.warnings(output)).isEmpty());
	}

}
