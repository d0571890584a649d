package dev.emp.metrics.support;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OpenTelemetryInstrumentation}. That the attached agent is seen is
 * tested with the sample application.
 */
class OpenTelemetryInstrumentationTests {

	/** What the tests set here, the process has. */
	private final Map<String, Object> ofTheProcess = new HashMap<>();

	private final StandardEnvironment environment = new StandardEnvironment();

	@TempDir
	private Path folder;

	@BeforeEach
	void replaceTheProcess() {
		this.environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, new MapPropertySource(
					StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, this.ofTheProcess));
	}

	@Test
	void findsNothingWhereNothingIs() {
		assertThat(OpenTelemetryInstrumentation.find(this.environment, getClass().getClassLoader())).isEmpty();
		assertThat(OpenTelemetryInstrumentation.find(this.environment, (ClassLoader) null)).isEmpty();
	}

	@Test
	void findsTheStarterOnTheClassPath() {
		assertThat(OpenTelemetryInstrumentation.find(this.environment, new WithOpenTelemetryStarter(this.folder)))
			.contains(OpenTelemetryInstrumentation.STARTER);
	}

	@Test
	void namesTheAgentWhereBothAre() {
		assertThat(OpenTelemetryInstrumentation.find(this.environment, (instrumentation) -> true))
			.contains(OpenTelemetryInstrumentation.AGENT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "otel.sdk.disabled=true", "otel.metrics.exporter=none", "otel.javaagent.enabled=FALSE" })
	void findsNoAgentThatSendsNothing(String property) {
		set(property);
		assertThat(OpenTelemetryInstrumentation.find(this.environment,
				(instrumentation) -> instrumentation == OpenTelemetryInstrumentation.AGENT))
			.isEmpty();
	}

	@Test
	void knowsThatTheAgentReadsNoFileOfTheApplication() {
		this.environment.getPropertySources()
			.addLast(new MapPropertySource("application.properties", Map.of("otel.metrics.exporter", "none")));
		assertThat(OpenTelemetryInstrumentation.find(this.environment, (instrumentation) -> true))
			.contains(OpenTelemetryInstrumentation.AGENT);
		assertThat(OpenTelemetryInstrumentation.find(this.environment,
				(instrumentation) -> instrumentation == OpenTelemetryInstrumentation.STARTER))
			.isEmpty();
	}

	@Test
	void findsTheStarterBehindAnAgentThatSendsNothing() {
		set("otel.javaagent.enabled=false");
		assertThat(OpenTelemetryInstrumentation.find(this.environment, (instrumentation) -> true))
			.contains(OpenTelemetryInstrumentation.STARTER);
	}

	@ParameterizedTest
	@ValueSource(strings = { "otel.sdk.disabled=false", "otel.metrics.exporter=otlp,prometheus",
			"otel.javaagent.enabled=true", "otel.traces.exporter=none" })
	void findsAnAgentThatSends(String property) {
		set(property);
		assertThat(OpenTelemetryInstrumentation.find(this.environment,
				(instrumentation) -> instrumentation == OpenTelemetryInstrumentation.AGENT))
			.isPresent();
	}

	@ParameterizedTest
	@EnumSource
	void bridgesMicrometerWhereAskedOnly(OpenTelemetryInstrumentation instrumentation) {
		assertThat(instrumentation.isBridgingMicrometer(this.environment)).isFalse();
		set("otel.instrumentation.micrometer.enabled=true");
		assertThat(instrumentation.isBridgingMicrometer(this.environment)).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void measuresHttpUnlessAllIsOff(OpenTelemetryInstrumentation instrumentation) {
		assertThat(instrumentation.isMeasuringHttp(this.environment)).isTrue();
		set("otel.instrumentation.common.default-enabled=false");
		assertThat(instrumentation.isMeasuringHttp(this.environment)).isFalse();
	}

	private void set(String property) {
		String[] parts = property.split("=", 2);
		this.ofTheProcess.put(parts[0], parts[1]);
	}

}
