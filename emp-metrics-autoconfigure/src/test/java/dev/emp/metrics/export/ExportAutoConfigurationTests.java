package dev.emp.metrics.export;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsConnectionDetails;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportAutoConfiguration}: who decides whether metrics are sent.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExportAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ExportAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, OtlpMetricsExportAutoConfiguration.class,
				PrometheusMetricsExportAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
		.withClassLoader(new FilteredClassLoader("io.micrometer.prometheusmetrics"));

	@Test
	void keepsTheRegistryIdleAndQuietWhereNoEndpointIsKnown(CapturedOutput output) {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(OtlpMeterRegistry.class);
			assertThat(context.getBean(OtlpConfig.class).enabled()).isFalse();
		});
		assertThat(output).doesNotContain("\tat ").doesNotContain("WARN");
	}

	@Test
	void saysWhichClassIsMissingWhereTheRegistryIsNotThere(CapturedOutput output) {
		new ApplicationContextRunner().withClassLoader(new FilteredClassLoader("io.micrometer.registry.otlp"))
			.withUserConfiguration(Everything.class)
			.run((context) -> assertThat(output)
				.contains("export off (did not find required class 'io.micrometer.registry.otlp.OtlpMeterRegistry')"));
	}

	@Test
	void exportsToTheAddressOfBootsProperty() {
		this.runner.withPropertyValues("management.otlp.metrics.export.url=http://collector:4318/v1/metrics")
			.run((context) -> {
				assertThat(context).hasSingleBean(OtlpMeterRegistry.class);
				assertThat(context.getBean(OtlpConfig.class).enabled()).isTrue();
				assertThat(context.getBean(OtlpConfig.class).url()).isEqualTo("http://collector:4318/v1/metrics");
			});
	}

	@Test
	void exportsToConnectionDetailsBeforeTheProperty() {
		OtlpMetricsConnectionDetails details = () -> "http://compose:4318/v1/metrics";
		this.runner.withBean(OtlpMetricsConnectionDetails.class, () -> details)
			.withPropertyValues("management.otlp.metrics.export.url=http://property:4318/v1/metrics")
			.run((context) -> assertThat(context.getBean(OtlpConfig.class).url())
				.isEqualTo("http://compose:4318/v1/metrics"));
		this.runner.withBean(OtlpMetricsConnectionDetails.class, () -> details)
			.run((context) -> assertThat(context.getBean(OtlpConfig.class).enabled()).isTrue());
	}

	@Test
	void exportsToTheDefaultAddressWhereTheUserAsksForExportAlone() {
		// as Boot maps OTEL_METRICS_EXPORTER=otlp
		this.runner.withPropertyValues("management.otlp.metrics.export.enabled=true").run((context) -> {
			assertThat(context.getBean(OtlpConfig.class).enabled()).isTrue();
			assertThat(context.getBean(OtlpConfig.class).url()).isEqualTo("http://localhost:4318/v1/metrics");
		});
	}

	@Test
	void leavesASenderOfTheUserAtWork() {
		this.runner.withBean(OtlpMetricsSender.class, () -> (request) -> {
		}).run((context) -> assertThat(context.getBean(OtlpConfig.class).enabled()).isTrue());
	}

	@Test
	void leavesASwitchOffInForce(CapturedOutput output) {
		this.runner
			.withPropertyValues("management.defaults.metrics.export.enabled=false",
					"management.simple.metrics.export.enabled=true",
					"management.otlp.metrics.export.url=http://collector:4318/v1/metrics")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(OtlpMeterRegistry.class);
				assertThat(context.getBean(MeterRegistry.class)).isInstanceOf(SimpleMeterRegistry.class);
			});
		assertThat(output).doesNotContain("OTLP");
	}

	@Test
	void worksWithPrometheusAlone(CapturedOutput output) {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.registry.otlp", "io.opentelemetry"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(MeterRegistry.class)).isInstanceOf(PrometheusMeterRegistry.class);
			});
		assertThat(output).doesNotContain("OTLP");
	}

	@Test
	void leavesNoBeanWhereAllIsOff() {
		this.runner.withPropertyValues("emp.metrics.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(UnknownEndpointPostProcessor.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Everything {

	}

}
