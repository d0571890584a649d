package dev.emp.metrics.export;

import java.time.Duration;
import java.util.Map;

import io.micrometer.core.instrument.Clock;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsConnectionDetails;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;

import dev.emp.metrics.support.Destination;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for where OTLP goes and who says so: connection details before {@code OTEL_*},
 * before Boot's property, before Dash0's settings.
 */
@ExtendWith(OutputCaptureExtension.class)
class DestinationTests {

	private static final String UNKNOWN = "no endpoint is known, set OTEL_EXPORTER_OTLP_ENDPOINT or "
			+ "management.otlp.metrics.export.url";

	private static final String DASH0 = "DASH0_METRICS_ENDPOINT=https://localhost:1/dash0";

	private static final String BOOT = "management.otlp.metrics.export.url=http://localhost:1/boot";

	private static final String OTEL = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://localhost:1/otel";

	private final ExportApplication application = ExportApplication.withoutReceiver();

	@Test
	void connectionDetailsComeFirst() {
		assertGoes(this.application.with(Details.class).with(OTEL, BOOT, DASH0),
				"http://localhost:1/details (connection details)");
	}

	@Test
	void openTelemetryVariablesComeSecond() {
		assertGoes(this.application.with(OTEL, BOOT, DASH0),
				"http://localhost:1/otel (OTEL_EXPORTER_OTLP_METRICS_ENDPOINT)");
	}

	@Test
	void theVariableForAllSignalsGetsItsPath() {
		assertGoes(this.application.with("OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:1", BOOT, DASH0),
				"http://localhost:1/v1/metrics (OTEL_EXPORTER_OTLP_ENDPOINT)");
	}

	@Test
	void bootsPropertyComesThird() {
		assertGoes(this.application.with(BOOT, DASH0), "http://localhost:1/boot (management.otlp.metrics.export.url)");
	}

	@Test
	void dash0ComesLast() {
		assertGoes(this.application.with(DASH0), "https://localhost:1/dash0/v1/metrics (Dash0's settings)");
		assertGoes(ExportApplication.withoutReceiver().with("OTEL_METRICS_EXPORTER=otlp", DASH0),
				"https://localhost:1/dash0/v1/metrics (Dash0's settings)");
	}

	@Test
	void theCollectorsVariableIsDash0sAddressWhereItIsOneOfHttp() {
		assertGoes(this.application.with("DASH0_OTLP_ENDPOINT=https://localhost:1/dash0"),
				"https://localhost:1/dash0/v1/metrics (Dash0's settings)");
		assertGoes(ExportApplication.withoutReceiver().with("DASH0_OTLP_ENDPOINT=https://localhost:1/other", DASH0),
				"https://localhost:1/dash0/v1/metrics (Dash0's settings)");
		for (String grpc : new String[] { "localhost:4317", "https://localhost:4317", "https://localhost:4317/" }) {
			assertGoesNowhere(ExportApplication.withoutReceiver().with("DASH0_OTLP_ENDPOINT=" + grpc),
					"Dash0's endpoint for HTTP is missing");
		}
	}

	@Test
	void aPropertySourceOfTheApplicationCountsForDash0() {
		assertGoes(this.application.with(WithPropertySource.class),
				"https://localhost:1/source/v1/metrics (Dash0's settings)");
	}

	@Test
	void anExporterWithoutAnAddressGoesToTheDefault() {
		assertGoes(this.application.with("OTEL_METRICS_EXPORTER=otlp"),
				"http://localhost:4318/v1/metrics (Micrometer's default)");
	}

	@Test
	void nothingIsKnownWithoutAnySetting() {
		assertGoesNowhere(this.application, UNKNOWN);
		assertGoesNowhere(ExportApplication.withoutReceiver().with("DASH0_API_TOKEN=auth_hunter22"),
				"Dash0's endpoint for HTTP is missing");
	}

	@Test
	void ourSenderAloneIsNoReasonToExport() {
		try (ConfigurableApplicationContext context = this.application.with("emp.metrics.export.dash0.endpoint=")
			.run()) {
			assertThat(context.getBean(OtlpMetricsSender.class)).isInstanceOf(DurableSender.class);
			assertThat(context.getBean(Destination.class).target()).isEqualTo(UNKNOWN);
			assertThat(context.getBean(OtlpConfig.class).enabled()).isFalse();
		}
	}

	@Test
	void aSwitchOffIsNamed() {
		assertGoesNowhere(this.application.with("OTEL_METRICS_EXPORTER=none", OTEL),
				"the export over OTLP is off (OTEL_METRICS_EXPORTER)");
		assertGoesNowhere(
				ExportApplication.withoutReceiver().with("management.otlp.metrics.export.enabled=false", DASH0),
				"the export over OTLP is off (management.otlp.metrics.export.enabled)");
	}

	@Test
	void neitherUserNorQueryIsShown(CapturedOutput output) {
		assertGoes(
				this.application.with("management.otlp.metrics.export.url=http://u:hunter22@localhost:1/a?k=hunter22"),
				"http://localhost:1/a (management.otlp.metrics.export.url)");
		assertThat(output).contains("OTLP to http://localhost:1/a").doesNotContain("hunter22");
	}

	@Test
	void beansOfTheApplicationAreNamed() {
		assertGoes(this.application.with(OwnConfig.class).with(OTEL), "http://localhost:1/own (an OtlpConfig bean)");
		assertGoes(ExportApplication.withoutReceiver().with(OwnSender.class),
				"http://localhost:4318/v1/metrics (an OtlpMetricsSender bean)");
	}

	@Test
	void aConfigThatThrowsStopsNoStart() {
		assertGoes(this.application.with(BrokenHeaders.class), "http://localhost:1/own (an OtlpConfig bean)");
		// Boot's registry asks for the address as well
		assertGoesNowhere(
				ExportApplication.withoutReceiver()
					.with(BrokenUrl.class)
					.with("spring.autoconfigure.exclude=" + OtlpMetricsExportAutoConfiguration.class.getName()),
				"its settings cannot be read");
	}

	@Test
	void theStepInForceIsNamed() {
		try (ConfigurableApplicationContext context = this.application.with(DASH0).run()) {
			assertThat(context.getBean(Destination.class).every()).containsExactly(Duration.ofHours(1));
			assertThat(context.getBean(Destination.class).name()).isEqualTo("OTLP");
		}
	}

	@Test
	void ourSenderGivesWayToThatOfTheApplication() {
		assertSender(ExportApplication.withoutReceiver().with(DASH0), DurableSender.class);
		assertSender(ExportApplication.withoutReceiver().with(DASH0, OTEL), DurableSender.class);
		assertSender(ExportApplication.withoutReceiver().with(OTEL), DurableSender.class);
		assertSender(ExportApplication.withoutReceiver().with(OwnSender.class).with(DASH0), OwnSender.class);
	}

	@Test
	void nothingButARecorderOfOursIsThereWhereAllIsOff() {
		try (ConfigurableApplicationContext context = this.application.with("emp.metrics.enabled=false", DASH0, BOOT)
			.run()) {
			assertThat(context.getBeanDefinitionNames()).filteredOn((name) -> name.startsWith("emp"))
				.isSubsetOf("empJobRecorder");
			assertThat(context.getBean(OtlpConfig.class).url()).isEqualTo("http://localhost:1/boot");
		}
	}

	@Test
	void noSenderIsMadeWithoutAClock() {
		try (ConfigurableApplicationContext context = this.application
			.with(DASH0,
					"spring.autoconfigure.exclude=org.springframework.boot.micrometer.metrics.autoconfigure."
							+ "MetricsAutoConfiguration")
			.run()) {
			assertThat(context.getBeanProvider(Clock.class)).isEmpty();
			assertThat(context.getBeanProvider(OtlpMetricsSender.class)).isEmpty();
		}
	}

	private static void assertGoes(ExportApplication application, String target) {
		try (ConfigurableApplicationContext context = application.run()) {
			Destination destination = context.getBean(Destination.class);
			assertThat(destination.target()).isEqualTo(target);
			assertThat(destination.every()).hasSize(1);
		}
	}

	private static void assertGoesNowhere(ExportApplication application, String reason) {
		try (ConfigurableApplicationContext context = application.run()) {
			assertThat(context.getBean(Destination.class)).isEqualTo(Destination.none("OTLP", reason));
		}
	}

	private static void assertSender(ExportApplication application, Class<?> type) {
		try (ConfigurableApplicationContext context = application.run()) {
			assertThat(context.getBean(OtlpMetricsSender.class)).isInstanceOf(type);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Details {

		@Bean
		OtlpMetricsConnectionDetails details() {
			return () -> "http://localhost:1/details";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConfig {

		@Bean
		OtlpConfig config() {
			return (key) -> key.equals("otlp.url") ? "http://localhost:1/own" : null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BrokenUrl {

		@Bean
		OtlpConfig config() {
			return new OtlpConfig() {

				@Override
				public @Nullable String get(String key) {
					return null;
				}

				@Override
				public String url() {
					throw new IllegalStateException("no address");
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BrokenHeaders {

		@Bean
		OtlpConfig config() {
			return new OtlpConfig() {

				@Override
				public @Nullable String get(String key) {
					return key.equals("otlp.url") ? "http://localhost:1/own" : null;
				}

				@Override
				public Map<String, String> headers() {
					throw new IllegalStateException("no headers");
				}
			};
		}

	}

	static class OwnSender implements OtlpMetricsSender {

		@Override
		public void send(Request request) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@PropertySource("classpath:export-dash0.properties")
	static class WithPropertySource {

	}

}
