package dev.emp.metrics.export;

import java.util.List;
import java.util.Map;

import io.micrometer.registry.otlp.OtlpConfig;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportSettings}, {@link AddressAdvice} and
 * {@link OpenTelemetryVariables}, with applications that start.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExportSettingsTests {

	private static final String COLLECTOR = "OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:1";

	private static final Log logger = LogFactory.getLog(ExportSettingsTests.class);

	private final ExportApplication application = ExportApplication.withoutReceiver()
		.with("spring.application.name=worker")
		.with(AddressCheckTests.Silent.class);

	@ParameterizedTest
	@CsvSource({ "OTEL_EXPORTER_OTLP_ENDPOINT, localhost:4318, has no scheme, http://localhost:4318",
			"OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, http://otel:4318, has no path, http://otel:4318/v1/metrics",
			"management.otlp.metrics.export.url, http://otel:4318, has no path, http://otel:4318/v1/metrics",
			"management.otlp.metrics.export.url, u:hunter22@otel:4318, has no scheme, http://otel:4318/v1/metrics" })
	void saysTheAddressToWrite(String setting, String address, String fault, String remedy, CapturedOutput output) {
		this.application.with(setting + "=" + address).run().close();
		assertThat(warnings(output, " is '")).singleElement()
			.asString()
			.contains(setting + " is '", fault, "Write " + remedy + ".")
			.doesNotContain("hunter22");
	}

	@ParameterizedTest
	@CsvSource({ "localhost:4317, has no scheme, http://localhost:4318",
			"grpc://otel:4317, has the scheme grpc, http://otel:4318",
			"http://otel:4318/v1/traces, is the path of another signal, http://otel:4318",
			"http://otel:43180000, has a port above 65535, http://otel:4318",
			"http://otel:99999999999, has a port above 65535, http://otel:4318",
			"http://my_otel:4318, not valid in a host name, an address such as http://localhost:4318",
			"https://app.dash0.com, user interface or API, https://ingress.eu-west-1.aws.dash0.com",
			"http://otel:4318/v1/metrics, ends with /v1/metrics, http://otel:4318",
			"http:localhost:4318, has no scheme, http://localhost:4318" })
	void knowsWhatBootAddsToTheVariableForAllSignals(String address, String fault, String remedy) {
		assertThat(AddressAdvice.of("OTEL_EXPORTER_OTLP_ENDPOINT", address + "/v1/metrics", false)).contains(fault)
			.endsWith("Write " + remedy + ".");
	}

	@ParameterizedTest
	@CsvSource({ "otel:4318, has no scheme", "otel:4318, has no path",
			"http://otel:4318/v1/traces, is the path of another signal", "http://otel:4318/, has no path",
			"http://otel:4318/v1/metrics/, has a slash at its end" })
	void saysWhatIsWrong(String address, String fault) {
		assertThat(AddressAdvice.of("management.otlp.metrics.export.url", address, false)).contains(fault)
			.endsWith("Write http://otel:4318/v1/metrics.");
	}

	@ParameterizedTest
	@CsvSource({ "'\"http://otel:4318/v1/metrics\"', http://otel:4318/v1/metrics",
			"' http://otel:4318/v1/metrics ', http://otel:4318/v1/metrics",
			"http://otel_collector:4318/v1/metrics, an address such as http://localhost:4318/v1/metrics",
			"http://otel:4318/abcdef0123456789abcdef/, ''",
			"otel/abcdef0123456789abcdef/v1/metrics, http://otel/******/v1/metrics",
			"${ADDRESS}, an address such as http://localhost:4318/v1/metrics",
			"grpcs://otel:4317/v1/metrics, https://otel:4318/v1/metrics",
			"http://, an address such as http://localhost:4318/v1/metrics" })
	void saysTheAddressToWriteWhateverIsAroundIt(String address, String remedy) {
		String advice = AddressAdvice.of("management.otlp.metrics.export.url", address, false);
		if (remedy.isEmpty()) {
			assertThat(advice).isNull();
		}
		else {
			assertThat(advice).endsWith("Write " + remedy + ".").doesNotContain("abcdef");
		}
	}

	@ParameterizedTest
	@CsvSource({ "OTEL_EXPORTER_OTLP_ENDPOINT, http://otel:4318/v1/metrics",
			"OTEL_EXPORTER_OTLP_ENDPOINT, https://otel/prefix/v1/metrics",
			"OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, http://otel:4318/v1/metrics",
			"management.otlp.metrics.export.url, https://api.example/otlp/v1/metrics",
			"management.otlp.metrics.export.url, http://[::1]:4318/v1/metrics" })
	void isSilentAboutAnAddressThatCanBeOne(String setting, String url) {
		assertThat(AddressAdvice.of(setting, url, false)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://ingress.eu-west-1.aws.dash0.com:4317", "ingress.eu-west-1.aws.dash0.com:4317",
			"http://ingress.eu-west-1.aws.dash0.com:4317/", "grpc://u:hunter22@ingress.eu-west-1.aws.dash0.com" })
	void saysWhichVariableHasTheAddressOfGrpc(String address, CapturedOutput output) {
		ExportApplication.withoutReceiver()
			.with("DASH0_API_TOKEN=auth_hunter22", "DASH0_OTLP_ENDPOINT=" + address)
			.run()
			.close();
		assertThat(warnings(output, "")).singleElement()
			.asString()
			.contains("DASH0_OTLP_ENDPOINT has an address for gRPC",
					"Set DASH0_METRICS_ENDPOINT to https://ingress.eu-west-1.aws.dash0.com/v1/metrics.");
		assertThat(output).contains("OTLP none: Dash0's endpoint for HTTP is missing").doesNotContain("hunter22");
	}

	@Test
	void theBlockOfTheSeedStartsInSilence(CapturedOutput output) {
		this.application
			.with("DASH0_API_TOKEN=auth_hunter22", "DASH0_OTLP_ENDPOINT=https://ingress.dash0.com:4317",
					"DASH0_METRICS_ENDPOINT=https://ingress.dash0.com/v1/metrics", "OTEL_METRICS_EXPORTER=otlp",
					"OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://localhost:1/v1/metrics",
					"METRICS_COLLECTION_INTERVAL=30s", "METRICS_LABEL_WORKER_ID=${WORKER_ID}")
			.run()
			.close();
		assertThat(output).contains("OTLP to http://localhost:1/v1/metrics").doesNotContain("WARN");
	}

	@ParameterizedTest
	@CsvSource({ "DASH0_API_TOKEN=auth_hunter22, DASH0_API_TOKEN is set and no endpoint is",
			"emp.metrics.export.dash0.token=auth_hunter22, emp.metrics.export.dash0.token is set and no endpoint is",
			"DASH0_DATASET=default, DASH0_DATASET is set and no endpoint is" })
	void saysThatDash0sEndpointIsMissing(String setting, String message, CapturedOutput output) {
		ExportApplication.withoutReceiver().with(setting).run().close();
		assertThat(warnings(output, "")).singleElement()
			.asString()
			.contains(message, "Set DASH0_METRICS_ENDPOINT (or the property emp.metrics.export.dash0.endpoint)");
		assertThat(output).contains("OTLP none: Dash0's endpoint for HTTP is missing").doesNotContain("hunter22");
	}

	@Test
	void saysThatDash0sTokenIsMissing(CapturedOutput output) {
		this.application.with("DASH0_METRICS_ENDPOINT=https://localhost:1").run().close();
		assertThat(warnings(output, "")).singleElement()
			.asString()
			.contains("DASH0_METRICS_ENDPOINT is set and no token is", "Set DASH0_API_TOKEN");
	}

	@Test
	void saysThatATokenDoesNotGoToAnAddressOfDash0ThatAnotherSettingGives(CapturedOutput output) {
		this.application
			.with("DASH0_API_TOKEN=auth_hunter22",
					"OTEL_EXPORTER_OTLP_ENDPOINT=https://ingress.eu-west-1.aws.dash0.com")
			.run()
			.close();
		assertThat(warnings(output, "")).singleElement()
			.asString()
			.contains("OTEL_EXPORTER_OTLP_ENDPOINT is an address of Dash0", "DASH0_METRICS_ENDPOINT");
	}

	@Test
	void isSilentAboutAnAddressOfDash0WithAHeader(CapturedOutput output) {
		this.application
			.with("OTEL_EXPORTER_OTLP_ENDPOINT=https://ingress.eu-west-1.aws.dash0.com",
					"OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer auth_hunter22")
			.run()
			.close();
		assertThat(output).doesNotContain("WARN");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			OTEL_METRIC_EXPORT_INTERVAL=30s | Write the time between two exports in milliseconds
			OTEL_METRIC_EXPORT_INTERVAL=30 | Write the time between two exports in milliseconds
			OTEL_METRIC_EXPORT_INTERVAL=30000000 | at most an hour
			OTEL_METRIC_EXPORT_TIMEOUT=30s | Write milliseconds, for example 10000
			OTEL_EXPORTER_OTLP_TIMEOUT=10s | Write milliseconds, for example 10000
			OTEL_EXPORTER_OTLP_METRICS_TIMEOUT=10 | Write milliseconds, for example 10000
			OTEL_EXPORTER_OTLP_COMPRESSION=zstd | Write gzip or none
			OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=lowmemory | Write cumulative or delta
			OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION=exponential | Write explicit_bucket_histogram
			OTEL_METRICS_EXPORTER=oltp | Write otlp, or none
			OTEL_METRICS_EXPORTER=console | Write otlp, or none
			OTEL_SDK_DISABLED=yes | neither true nor false
			OTEL_SDK_DISABLED=true | does not stop the export of metrics
			OTEL_EXPORTER_OTLP_PROTOCOL=grpc | Set OTEL_EXPORTER_OTLP_METRICS_PROTOCOL=http/protobuf
			OTEL_EXPORTER_OTLP_METRICS_PROTOCOL=http/json | Set OTEL_EXPORTER_OTLP_METRICS_PROTOCOL=http/protobuf
			OTEL_RESOURCE_ATTRIBUTES=team,service.version=1 | has 1 of 2 parts that are not name=value
			OTEL_RESOURCE_ATTRIBUTES="team=a" | has 1 of 1 parts that are not name=value
			OTEL_EXPORTER_OTLP_HEADERS=Authorization: Bearer hunter22 | has 1 of 1 parts that are not name=value
			OTEL_EXPORTER_OTLP_HEADERS="x-key=hunter22" | has 1 of 1 parts that are not name=value
			""")
	void saysWhatToWriteIntoAVariableOfOpenTelemetry(String setting, String remedy, CapturedOutput output) {
		String[] parts = setting.split("=", 2);
		new OpenTelemetryVariables(Map.of(parts[0], parts[1])::get).check(logger, true);
		assertThat(warnings(output, "")).singleElement()
			.asString()
			.contains(parts[0], remedy)
			.doesNotContain("hunter22");
	}

	@Test
	void isSilentAboutVariablesOfOpenTelemetryThatMeanWhatIsWritten(CapturedOutput output) {
		this.application
			.with("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://localhost:1/v1/metrics",
					"OTEL_METRICS_EXPORTER=otlp,prometheus", "OTEL_METRIC_EXPORT_INTERVAL=3600000",
					"OTEL_METRIC_EXPORT_TIMEOUT=30000", "OTEL_EXPORTER_OTLP_TIMEOUT=0",
					"OTEL_EXPORTER_OTLP_COMPRESSION=GZIP", "OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
					"OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=delta", "OTEL_SDK_DISABLED=false",
					"OTEL_RESOURCE_ATTRIBUTES=service.name=a b,team= c,", "OTEL_EXPORTER_OTLP_HEADERS=x-a=1, x-b = 2")
			.run()
			.close();
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void asksTheEnvironmentOfTheProcess(CapturedOutput output) {
		this.application.with(COLLECTOR, "OTEL_METRIC_EXPORT_INTERVAL=30s").run().close();
		assertThat(warnings(output, "dev.emp.metrics ")).singleElement()
			.asString()
			.contains("OTEL_METRIC_EXPORT_INTERVAL is '30s'");
	}

	@Test
	void saysNothingOfVariablesThatBootDoesNotMap(CapturedOutput output) {
		this.application.with("management.opentelemetry.map-environment-variables=false", "OTEL_SDK_DISABLED=x")
			.run()
			.close();
		assertThat(output).doesNotContain("OTEL_SDK_DISABLED is");
	}

	@Test
	void saysThatTheApplicationHasNoName(CapturedOutput output) {
		ExportApplication.withoutReceiver().with(COLLECTOR).run().close();
		assertThat(warnings(output, "dev.emp.metrics ")).singleElement()
			.asString()
			.contains("unknown_service", "Set spring.application.name or OTEL_SERVICE_NAME.");
		ExportApplication.withoutReceiver().run().close();
		assertThat(output.getOut().lines().filter((line) -> line.contains("Set spring.application.name"))).hasSize(2)
			.filteredOn((line) -> line.contains("INFO"))
			.hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "https://ingress.eu-west-1.aws.dash0.com/v1/traces, is the path of another signal",
			"https://app.dash0.com, user interface or API",
			"https://api.eu-west-1.aws.dash0.com/v1/metrics, user interface",
			"https://ingress.eu-west-1.aws.dash0.com:43180000, has a port above 65535" })
	void looksAtTheAddressOfDash0(String address, String fault, CapturedOutput output) {
		this.application.with("DASH0_METRICS_ENDPOINT=" + address, "DASH0_API_TOKEN=auth_hunter22").run().close();
		assertThat(warnings(output, "dev.emp.metrics ")).singleElement()
			.asString()
			.contains("DASH0_METRICS_ENDPOINT is '", fault, "Write https://ingress.eu-west-1.aws.dash0.com")
			.doesNotContain("hunter22");
	}

	@ParameterizedTest
	@CsvSource({ "management.otlp.metrics.export.step, 900, 'which is read as milliseconds. Write 900s'",
			"MANAGEMENT_OTLP_METRICS_EXPORT_STEP, 30, 'which is read as milliseconds. Write 30s'",
			"management.otlp.metrics.export.step, 2h, 'which is more than an hour. Write a time such as 30s'" })
	void saysThatAStepIsHardlyMeant(String name, String value, String message, CapturedOutput output) {
		MockEnvironment environment = new MockEnvironment();
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("variables-systemEnvironment", Map.of(name, value)));
		step(environment);
		assertThat(warnings(output, "")).singleElement().asString().contains(name + " is '" + value + "'", message);
	}

	@Test
	void isSilentAboutAStepThatIsThatOfTheInterval(CapturedOutput output) {
		step(new MockEnvironment().withProperty("emp.metrics.interval", "2h")
			.withProperty("management.otlp.metrics.export.step", "7200000ms"));
		step(new MockEnvironment().withProperty("management.otlp.metrics.export.step", "1h"));
		assertThat(output).doesNotContain("WARN");
	}

	private static void step(MockEnvironment environment) {
		OtlpConfig config = (key) -> key.equals("otlp.resourceAttributes") ? "service.name=worker" : null;
		new ExportSettings(config, new AddressOrigin(AddressOrigin.Kind.DEFAULT, "none"),
				new Dash0Properties(null, null, null), environment)
			.check(logger);
	}

	private static List<String> warnings(CapturedOutput output, String text) {
		return output.getOut().lines().filter((line) -> line.contains("WARN") && line.contains(text)).toList();
	}

}
