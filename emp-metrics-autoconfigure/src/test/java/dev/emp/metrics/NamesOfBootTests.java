package dev.emp.metrics;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.stream.Collectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the library knows of Spring Boot by its name alone, which no compiler
 * checks: an application with a newer version would lose it in silence.
 */
class NamesOfBootTests {

	@ParameterizedTest
	@ValueSource(strings = { "management.otlp.metrics.export.enabled", "management.otlp.metrics.export.url",
			"management.otlp.metrics.export.step", "management.otlp.metrics.export.headers",
			"management.otlp.metrics.export.base-time-unit", "management.otlp.metrics.export.compression-mode",
			"management.otlp.metrics.export.publish-max-gauge-for-histograms",
			"management.defaults.metrics.export.enabled", "management.opentelemetry.resource-attributes",
			"management.opentelemetry.map-environment-variables", "management.metrics.tags",
			"management.metrics.enable", "management.endpoints.web.exposure.include" })
	void bootHasTheProperty(String name) throws IOException {
		String metadata = Collections
			.list(getClass().getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))
			.stream()
			.map(NamesOfBootTests::text)
			.collect(Collectors.joining());
		assertThat(metadata).contains("\"name\": \"" + name + "\"");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
					"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration" })
	void bootHasTheAutoConfigurationThatOursComesAfter(String name) {
		assertThat(ClassUtils.isPresent(name, getClass().getClassLoader())).isTrue();
	}

	private static String text(URL file) {
		try (var stream = file.openStream()) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
