package dev.emp.metrics.export;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.emp.metrics.support.WithOpenTelemetryStarter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BridgeWarning}.
 */
@ExtendWith(OutputCaptureExtension.class)
class BridgeWarningTests {

	private static final String URL = "management.otlp.metrics.export.url=http://localhost:1/v1/metrics";

	private static final String BRIDGE = "otel.instrumentation.micrometer.enabled=true";

	@TempDir
	private Path folder;

	@Test
	void warnsOnceWhereEachMetricIsSentTwice(CapturedOutput output) {
		start(URL, BRIDGE);
		assertThat(output.getOut().lines().filter((line) -> line.contains("sent twice"))).singleElement()
			.asString()
			.contains("WARN", "the OpenTelemetry Spring Boot starter", "OTEL_INSTRUMENTATION_MICROMETER_ENABLED=false",
					"management.otlp.metrics.export.enabled=false");
	}

	@Test
	void isSilentWhereTheBridgeIsOff(CapturedOutput output) {
		start(URL);
		assertThat(output).doesNotContain("sent twice");
	}

	@Test
	void isSilentWhereTheBridgeAloneSends(CapturedOutput output) {
		start(BRIDGE);
		start(URL, BRIDGE, "management.otlp.metrics.export.enabled=false");
		start(URL, BRIDGE, "otel.metrics.exporter=none");
		assertThat(output).doesNotContain("sent twice");
	}

	private void start(String... properties) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ExportAutoConfiguration.class, MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, OtlpMetricsExportAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class))
			.withClassLoader(new WithOpenTelemetryStarter(this.folder))
			.withPropertyValues("management.otlp.metrics.export.step=1h")
			.withPropertyValues(properties)
			.run((context) -> assertThat(context).hasNotFailed());
	}

}
