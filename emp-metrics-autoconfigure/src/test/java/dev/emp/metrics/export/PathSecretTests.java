package dev.emp.metrics.export;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.actuate.info.InfoEndpoint;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import dev.emp.metrics.InvalidSettingException;
import dev.emp.metrics.support.Destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests that a token in the path of an address is shown nowhere.
 */
@ExtendWith(OutputCaptureExtension.class)
class PathSecretTests {

	private static final String TOKEN = "hunter22secret";

	private static final List<Fault> FAULTS = List.of(Fault.ok(), Fault.status(503), Fault.status(404),
			Fault.status(401), Fault.html(), Fault.resetMidRequest(), Fault.garbage(), Fault.status(413),
			Fault.partialSuccess(1, "no /" + TOKEN + "/"), Fault.redirect(307, "http://localhost:1/" + TOKEN));

	private final FaultyReceiver receiver = FaultyReceiver.start();

	@AfterEach
	void stop() {
		this.receiver.stop();
		ExportApplication.resetLogging();
	}

	@ParameterizedTest
	@ValueSource(strings = { "s3cr3t", "hunter22", "tok_abcdef123456", "550e8400-e29b-41d4-a716-446655440000",
			"AbCdEfGhIjKl", "deadbeefcafe", "0123456789", "abcdefghijklmnopqrst", "glc_eyJvIjoiMTIzNDU2In0",
			"aGVsbG8%3D", "ab12-cd34-ef56-gh78", "dt0c01.ABCDEF.XYZ", "my-secret-one", "ABCDEFGHIJ", "a+b=c",
			"1234-5678-9012", "ABCD-EFGH-IJKL-MNOP", "QWERTY-ZXCVB" })
	void hidesASegmentThatLooksLikeASecret(String token) {
		assertThat(OtlpUrl.of("http://h:1/a/" + token + "/v1/metrics").shown())
			.isEqualTo("http://h:1/a/******/v1/metrics");
		assertThat(OtlpUrl.of("h/" + token).shown()).isEqualTo("h/******");
	}

	@ParameterizedTest
	@CsvSource({ "http://h/token/abc/v1/metrics, http://h/******/******/v1/metrics",
			"http://h/api-key/abc/v1, http://h/******/******/v1", "http://h/auth/v1/metrics, http://h/auth/v1/metrics",
			"http://h/e/hunter22/x/hunter23/, http://h/e/******/x/******/" })
	void hidesWhatASegmentNames(String url, String shown) {
		assertThat(OtlpUrl.of(url).shown()).isEqualTo(shown);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:4318/v1/metrics", "https://h.example.com/api/v1/otlp/v1/metrics",
			"http://vm:8428/opentelemetry/api/v1/push", "http://vm/insert/0/opentelemetry/v1/metrics",
			"https://h/api/v2/otlp/v1/metrics", "https://h/eu-west-1/team-a/observability/v1beta1", "http://h",
			"http://h/", "h:4318", "http://h/OpenTelemetry/tenant/12345/v1/metrics", "http://h/${PATH_OF_1234567}/v1",
			"'http://h/v1/metrics'", "http:/ingress.eu-west-1.aws.dash0.com/v1/metrics" })
	void showsAPathOfWordsAndVersionsAndNumbers(String url) {
		assertThat(OtlpUrl.of(url).shown()).isEqualTo(url);
		assertThat(OtlpUrl.of(url).hasSecrets()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "http://h:1/team/v1/metrics, http://h:1/******", "http://u:p@h/v1/metrics?k, http://h/******",
			"http://h, http://h", "http://h/, http://h/", "h/a, h/******" })
	void hidesAllOfThePathOnRequest(String url, String shown) {
		assertThat(OtlpUrl.of(url, true).shown()).isEqualTo(shown);
	}

	@Test
	void isShownNowhereWhateverTheReceiverDoes(CapturedOutput output) {
		assertShownNowhere("/" + TOKEN + "/v1/metrics", TOKEN, "/******/v1/metrics", output);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:1/" + TOKEN, "http://u:" + TOKEN + "@localhost:1",
			"http://localhost:1?api_key=" + TOKEN, "localhost:1/" + TOKEN })
	void isNotLoggedWhereAVariableOfOpenTelemetryHasIt(String address, CapturedOutput output) {
		for (String variable : List.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT")) {
			ExportApplication.withoutReceiver().with(variable + "=" + address).run().close();
		}
		assertThat(output).contains("OTEL_EXPORTER_OTLP_ENDPOINT").doesNotContain(TOKEN);
	}

	@Test
	void noneOfThePathIsShownOnRequest(CapturedOutput output) {
		assertShownNowhere("/our/tenantname/v1/metrics", "tenantname", "/******", output,
				"emp.metrics.export.redact-path=true");
	}

	private void assertShownNowhere(String path, String secret, String shown, CapturedOutput output,
			String... settings) {
		this.receiver.answers(FAULTS.toArray(Fault[]::new));
		try (ConfigurableApplicationContext context = run(path, settings)) {
			Awaitility.await().until(() -> this.receiver.requests().size() > FAULTS.size());
			this.receiver.answersOtherwise(Fault.status(404));
			Awaitility.await().until(() -> health(context).contains("refused"));
			String base = "http://localhost:" + this.receiver.port();
			assertThat(health(context)).contains(base + shown).doesNotContain(secret);
			assertThat(context.getBean(ExportEndpoint.class).send().toString()).contains(base + shown, "404")
				.doesNotContain(secret);
			assertThat(context.getBean(InfoEndpoint.class).info().toString()).contains(base + shown)
				.doesNotContain(secret);
			assertThat(context.getBean(Destination.class).toString()).contains(base + shown).doesNotContain(secret);
			assertThat(environment(context)).contains("management.otlp.metrics.export.url=" + base + shown)
				.doesNotContain(secret);
			assertThat(properties(context)).contains("url=" + base + shown).doesNotContain(secret);
			this.receiver.stop();
			Awaitility.await().until(() -> health(context).contains("retrying"));
			assertThat(health(context)).doesNotContain(secret);
		}
		assertThat(this.receiver.requests()).allSatisfy((request) -> assertThat(request.line()).contains(path));
		assertThat(output).contains("OTLP to http://localhost:" + this.receiver.port() + shown + " ")
			.contains("answered with status 404", "could not be reached")
			.doesNotContain(secret);
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.otlp.metrics.export.url=http://h:4317/hunter22/v1/metrics",
			"emp.metrics.export.dash0.endpoint=ftp://h/hunter22",
			"emp.metrics.export.dash0.endpoint=https://h:4317/hunter22" })
	void noExceptionHasIt(String setting, CapturedOutput output) {
		ExportApplication application = ExportApplication.withoutReceiver().with(setting);
		assertThatException().isThrownBy(application::run)
			.havingRootCause()
			.isInstanceOf(InvalidSettingException.class)
			.withMessageNotContaining("hunter22");
		assertThat(output).contains("******").doesNotContain("hunter22");
	}

	@Test
	void noRecordShowsIt() {
		String url = "http://h/hunter22/v1/metrics";
		assertThat(new Target(url, Map.of()).toString() + new Credentials(url, Map.of())
				+ new Dash0Properties(url, null, null))
			.contains("http://h/******")
			.doesNotContain("hunter22");
	}

	private ConfigurableApplicationContext run(String path, String... settings) {
		String url = "http://localhost:" + this.receiver.port() + path;
		return ExportApplication.withoutReceiver()
			.with("my.url=" + url, "management.otlp.metrics.export.url=${my.url}", "my.other.url=" + url,
					"OTEL_METRIC_EXPORT_INTERVAL=100", "emp.metrics.export.retry.delay=20ms",
					"emp.metrics.export.retry.max-delay=50ms", "logging.level.dev.emp=trace",
					"management.endpoint.env.show-values=always", "management.endpoint.configprops.show-values=always",
					"management.endpoints.jmx.exposure.include=*", "spring.jmx.enabled=true",
					"management.endpoints.web.exposure.include=*")
			.with(settings)
			.run();
	}

	private static String health(ConfigurableApplicationContext context) {
		return String.valueOf(context.getBean("empExportHealthIndicator", HealthIndicator.class).health());
	}

	private static String environment(ConfigurableApplicationContext context) {
		return context.getBean(EnvironmentEndpoint.class)
			.environment(null)
			.getPropertySources()
			.stream()
			.flatMap((source) -> source.getProperties().entrySet().stream())
			.map((entry) -> entry.getKey() + "=" + entry.getValue().getValue())
			.reduce("", (left, right) -> left + "\n" + right);
	}

	private static String properties(ConfigurableApplicationContext context) {
		return context.getBean(ConfigurationPropertiesReportEndpoint.class)
			.configurationProperties()
			.getContexts()
			.values()
			.stream()
			.flatMap((each) -> each.getBeans().values().stream())
			.flatMap((bean) -> Stream.of(bean.getProperties(), bean.getInputs()))
			.map(String::valueOf)
			.reduce("", (left, right) -> left + "\n" + right);
	}

}
