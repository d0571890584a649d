package dev.emp.metrics.export;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsConnectionDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.emp.metrics.support.Destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link AddressCheckPostProcessor}, with applications that do or do not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class AddressCheckTests {

	private static final String TOKEN = "DASH0_API_TOKEN=auth_hunter22";

	private final ExportApplication application = ExportApplication.withoutReceiver();

	@ParameterizedTest
	@CsvSource({
			"OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317, The endpoint of OTEL_EXPORTER_OTLP_ENDPOINT, "
					+ "Set OTEL_EXPORTER_OTLP_METRICS_ENDPOINT to http://localhost:4318/v1/metrics.",
			"OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://localhost:4317/v1/metrics, "
					+ "The endpoint of OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, "
					+ "Set OTEL_EXPORTER_OTLP_METRICS_ENDPOINT to http://localhost:4318/v1/metrics.",
			"management.otlp.metrics.export.url=http://localhost:4317, "
					+ "The endpoint of management.otlp.metrics.export.url, "
					+ "Set management.otlp.metrics.export.url to http://localhost:4318/v1/metrics.",
			"DASH0_METRICS_ENDPOINT=https://ingress.eu-west-1.aws.dash0.com:4317, "
					+ "The property emp.metrics.export.dash0.endpoint (or the variable DASH0_METRICS_ENDPOINT), "
					+ "Set it to https://ingress.eu-west-1.aws.dash0.com/v1/metrics." })
	void thePortOfGrpcStopsTheStart(String setting, String named, String remedy, CapturedOutput output) {
		assertThatException().isThrownBy(this.application.with(setting)::run);
		assertThat(output)
			.contains("APPLICATION FAILED TO START", named, ":4317",
					"which has the port of OTLP over gRPC, while metrics are sent over HTTP", remedy)
			.doesNotContain("\tat ");
	}

	@Test
	void thePortOfGrpcIsLeftToConnectionDetails() {
		assertThat(target(this.application.with(GrpcDetails.class)))
			.isEqualTo("http://localhost:4317/v1/metrics (connection details)");
	}

	@Test
	void thePortOfGrpcIsNobodysConcernWhereItIsNotInForce() {
		assertThat(target(this.application.with("OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317",
				"OTEL_METRICS_EXPORTER=none", "DASH0_METRICS_ENDPOINT=https://ingress.dash0.com:4317")))
			.isEqualTo("the export over OTLP is off (OTEL_METRICS_EXPORTER)");
		assertThat(target(ExportApplication.withoutReceiver()
			.with("OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:1",
					"DASH0_METRICS_ENDPOINT=https://ingress.dash0.com:4317",
					"management.otlp.metrics.export.url=http://localhost:4317")))
			.isEqualTo("http://localhost:1/v1/metrics (OTEL_EXPORTER_OTLP_ENDPOINT)");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "endpoint=ingress.eu-west-1.aws.dash0.com:4317", "endpoint=https://u:hunter22@dash0.example",
					"endpoint=http://u:hun/ter22@dash0.example/", "dataset=my dataset", "token=auth_hunter22 y" })
	void whatIsMalformedForDash0StopsTheStartWhereMetricsGoThere(String setting, CapturedOutput output) {
		assertThatException().isThrownBy(this.application.with("DASH0_METRICS_ENDPOINT=https://localhost:1",
				"emp.metrics.export.dash0." + setting)::run);
		assertThat(output)
			.contains("APPLICATION FAILED TO START",
					"The property emp.metrics.export.dash0." + setting.substring(0, setting.indexOf('=')))
			.doesNotContain("ter22")
			.doesNotContain("\tat ");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "endpoint=ingress.eu-west-1.aws.dash0.com:4317", "endpoint=https://u:hunter22@dash0.example",
					"endpoint=http://u:hun/ter22@dash0.example/", "dataset=my dataset", "token=auth_hunter22 y" })
	void whatIsMalformedForDash0IsNobodysConcernElsewhere(String setting, CapturedOutput output) {
		for (String elsewhere : new String[] { "management.otlp.metrics.export.url=http://localhost:1",
				"OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:1", "management.otlp.metrics.export.enabled=false",
				"management.defaults.metrics.export.enabled=false" }) {
			ExportApplication.withoutReceiver()
				.with(elsewhere, "DASH0_METRICS_ENDPOINT=https://localhost:1", "emp.metrics.export.dash0." + setting)
				.run()
				.close();
		}
		ExportApplication.withoutReceiver()
			.with(GrpcDetails.class)
			.with("emp.metrics.export.dash0." + setting)
			.run()
			.close();
		assertThat(output).doesNotContain("dash0").doesNotContain("ter22");
	}

	@Test
	void anExposedTokenStopsTheStart(CapturedOutput output) {
		assertThatException().isThrownBy(this.application.with("DASH0_METRICS_ENDPOINT=http://u.example", TOKEN)::run);
		assertThat(output)
			.contains("APPLICATION FAILED TO START", "emp.metrics.export.dash0.endpoint", "DASH0_METRICS_ENDPOINT",
					"'http://u.example/v1/metrics', which sends the token of emp.metrics.export.dash0.token "
							+ "(DASH0_API_TOKEN) over plain HTTP",
					"Use https:// for it, or set emp.metrics.export.allow-insecure to true")
			.doesNotContain("hunter22")
			.doesNotContain("\tat ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:1", "http://127.0.0.2:1", "http://[::1]:1", "https://localhost:1" })
	void aTokenMayStayOnThisMachineOrGoOverTls(String endpoint, CapturedOutput output) {
		this.application.with("DASH0_METRICS_ENDPOINT=" + endpoint, TOKEN).run().close();
		assertThat(output).doesNotContain("where others can read").doesNotContain("hunter22");
	}

	@Test
	void anExposedTokenMayBeAllowed() {
		try (ConfigurableApplicationContext context = this.application.with(Silent.class)
			.with("DASH0_METRICS_ENDPOINT=http://u.example", TOKEN, "emp.metrics.export.allow-insecure=true")
			.run()) {
			assertThat(context.getBean(Destination.class).target())
				.isEqualTo("http://u.example/v1/metrics (Dash0's settings)");
			assertThat(context.getBean(ExportProperties.class).credentials().headersFor("http://u.example/v1/metrics"))
				.containsEntry("Authorization", "Bearer auth_hunter22");
		}
	}

	@Test
	void anExposedTokenIsNobodysConcernWhereItIsNotSent() {
		try (ConfigurableApplicationContext context = this.application
			.with("DASH0_METRICS_ENDPOINT=http://u.example", TOKEN, "OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:1")
			.run()) {
			assertThat(context.getBean(Destination.class).target())
				.isEqualTo("http://localhost:1/v1/metrics (OTEL_EXPORTER_OTLP_ENDPOINT)");
			Credentials credentials = context.getBean(ExportProperties.class).credentials();
			assertThat(credentials.headersFor("http://localhost:1/v1/metrics")).isEmpty();
			assertThat(credentials.headersFor("http://u.example/v1/metrics")).isEmpty();
		}
		assertThat(target(ExportApplication.withoutReceiver()
			.with("DASH0_METRICS_ENDPOINT=http://u.example", TOKEN, "management.otlp.metrics.export.enabled=false")))
			.isEqualTo("the export over OTLP is off (management.otlp.metrics.export.enabled)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.otlp.metrics.export.headers.Authorization=Bearer auth_hunter22",
			"management.otlp.metrics.export.headers.api-key=auth_hunter22",
			"OTEL_EXPORTER_OTLP_HEADERS=X-License-Key=auth_hunter22" })
	void anExposedHeaderOfTheUserIsOneWarning(String header, CapturedOutput output) {
		this.application.with(Silent.class)
			.with(header, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://u.example/v1/metrics")
			.run()
			.close();
		assertThat(output.getOut().lines().filter((line) -> line.contains("where others can read"))).singleElement()
			.asString()
			.contains("WARN", "http://u.example/v1/metrics", "OTEL_EXPORTER_OTLP_HEADERS");
		assertThat(output).doesNotContain("hunter22");
	}

	@ParameterizedTest
	@CsvSource({ "Authorization, https://u.example", "Authorization, http://localhost:1",
			"X-Tenant, http://u.example" })
	void anyOtherHeaderIsNone(String name, String endpoint, CapturedOutput output) {
		this.application.with(Silent.class)
			.with("management.otlp.metrics.export.headers." + name + "=auth_hunter22",
					"management.otlp.metrics.export.url=" + endpoint)
			.run()
			.close();
		assertThat(output).doesNotContain("where others can read");
	}

	@Test
	void anAddressWithAPasswordIsAWarningWhereMicrometerLogsIt(CapturedOutput output) {
		String address = "management.otlp.metrics.export.url=https://u:hunter22@localhost:1/v1/metrics?key=hunter22";
		this.application.with(Silent.class).with(address).run().close();
		assertThat(output).doesNotContain("hunter22").doesNotContain("AddressCheck");
		this.application.with("logging.level.io.micrometer.core.instrument.push=info").run().close();
		assertThat(output.getOut().lines().filter((line) -> line.contains("AddressCheck"))).singleElement()
			.asString()
			.contains("WARN", "The OTLP address of management.otlp.metrics.export.url has parts that are not shown",
					"logging.level.io.micrometer.core.instrument.push=warn")
			.doesNotContain("hunter22");
	}

	private static String target(ExportApplication application) {
		try (ConfigurableApplicationContext context = application.run()) {
			return context.getBean(Destination.class).target();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class GrpcDetails {

		@Bean
		OtlpMetricsConnectionDetails details() {
			return () -> "http://localhost:4317/v1/metrics";
		}

	}

	/**
	 * Keeps the last export of a test from asking a name service.
	 */
	static class Silent extends DestinationTests.OwnSender {

	}

}
