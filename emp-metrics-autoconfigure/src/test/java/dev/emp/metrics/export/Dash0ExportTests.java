package dev.emp.metrics.export;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what Dash0 and others get of Dash0's settings. The last export is that of the
 * closing application.
 */
@ExtendWith(OutputCaptureExtension.class)
class Dash0ExportTests {

	private static final String TOKEN = "auth_hunter22";

	private final Receiver dash0 = new Receiver();

	private final Receiver collector = new Receiver();

	private final ExportApplication application = new ExportApplication()
		.with("DASH0_METRICS_ENDPOINT=" + this.dash0.url(""), "DASH0_API_TOKEN=" + TOKEN, "DASH0_DATASET=default");

	@AfterEach
	void close() {
		this.dash0.close();
		this.collector.close();
		ExportApplication.resetLogging();
	}

	@Test
	void dash0GetsTokenAndDataset() throws IOException {
		this.application.run().close();
		Receiver.Received received = this.dash0.requests().get(0);
		assertThat(received.path()).isEqualTo("/v1/metrics");
		assertThat(received.headers()).containsEntry("authorization", "Bearer " + TOKEN)
			.containsEntry("dash0-dataset", "default")
			.containsEntry("content-encoding", "gzip");
		ExportMetricsServiceRequest metrics = ExportMetricsServiceRequest
			.parseFrom(new GZIPInputStream(received.body().newInput()));
		assertThat(metrics.getResourceMetricsList()).isNotEmpty();
	}

	@Test
	void aCollectorGetsNeither() {
		this.application.with("OTEL_EXPORTER_OTLP_ENDPOINT=" + this.collector.url("")).run().close();
		assertGotNothingOfDash0();
		this.collector.requests().clear();
		new ExportApplication()
			.with("management.otlp.metrics.export.url=" + this.collector.url("/v1/metrics"),
					"DASH0_METRICS_ENDPOINT=" + this.dash0.url(""), "DASH0_API_TOKEN=" + TOKEN, "DASH0_DATASET=default")
			.run()
			.close();
		assertGotNothingOfDash0();
	}

	@Test
	void theTargetOfARedirectGetsNothing(CapturedOutput output) {
		this.dash0.redirectsTo(this.collector.url("/v1/metrics"));
		this.application.run().close();
		assertThat(this.dash0.requests()).isNotEmpty();
		assertThat(this.collector.requests()).isEmpty();
		assertThat(output).contains("answered with status 307").doesNotContain(TOKEN);
	}

	@Test
	void noLogHasTheTokenWhereTheAnswerEchoesIt(CapturedOutput output) {
		this.dash0.answers(401);
		trace().run().close();
		assertThat(this.dash0.requests()).isNotEmpty();
		assertThat(output).contains("answered with status 401. Check emp.metrics.export.dash0.token (DASH0_API_TOKEN)")
			.contains(" TRACE ")
			.doesNotContain("\tat ")
			.doesNotContain(TOKEN);
	}

	@Test
	void noLogHasTheTokenWhereNobodyListens(CapturedOutput output) {
		this.dash0.close();
		trace().run().close();
		assertThat(output).contains("could not be reached (ConnectException").doesNotContain(TOKEN);
	}

	@Test
	void aStartThatFailsShowsNoToken(CapturedOutput output) {
		ExportApplication broken = this.application.with("emp.metrics.export.dash0.token=" + TOKEN + " ü",
				"logging.level.root=trace");
		assertThatException().isThrownBy(broken::run)
			.satisfies((ex) -> assertThat(causes(ex)).isNotEmpty().noneMatch((text) -> text.contains("hunter22")));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The property emp.metrics.export.dash0.token is '******', which has a character that no header")
			.doesNotContain(TOKEN);
	}

	@Test
	void anEndpointWithoutASchemeIsReported(CapturedOutput output) {
		assertThatException().isThrownBy(
				new ExportApplication().with("DASH0_METRICS_ENDPOINT=ingress.eu-west-1.aws.dash0.com:4317")::run);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The property emp.metrics.export.dash0.endpoint (or the variable DASH0_METRICS_ENDPOINT) is "
					+ "'ingress.eu-west-1.aws.dash0.com:4317', which is no address that begins with https://")
			.contains("Copy the HTTP endpoint from Dash0's organization settings");
	}

	@Test
	void noAnswerOfTheActuatorHasTheToken() {
		String header = "OTEL_EXPORTER_OTLP_HEADERS=X-Tenant=hunter23";
		String url = "management.otlp.tracing.endpoint=http://u:hunter24@localhost:1/v1?k=hunter24";
		try (ConfigurableApplicationContext context = this.application
			.with(header, url, "app.copy=${DASH0_API_TOKEN}", "management.endpoints.access.default=read-only",
					"management.endpoint.env.show-values=always", "management.endpoint.configprops.show-values=always",
					"management.endpoints.jmx.exposure.include=*", "spring.jmx.enabled=true")
			.run()) {
			EnvironmentEndpoint environment = context.getBean(EnvironmentEndpoint.class);
			String all = environment.environment(null)
				.getPropertySources()
				.stream()
				.flatMap((source) -> source.getProperties().entrySet().stream())
				.map((entry) -> entry.getKey() + "=" + entry.getValue().getValue())
				.reduce("", (left, right) -> left + "\n" + right);
			assertThat(all).contains("DASH0_API_TOKEN=******", "emp.metrics.export.dash0.token=******",
					"app.copy=******", "management.otlp.metrics.export.headers[X-Tenant]=******",
					"management.otlp.tracing.endpoint=http://localhost:1/v1");
			String properties = describe(context.getBean(ConfigurationPropertiesReportEndpoint.class));
			assertThat(properties).contains("token=******", "X-Tenant=******", "endpoint=" + this.dash0.url(""));
			assertThat(all + properties).doesNotContain("hunter2");
		}
	}

	private static List<String> causes(Throwable ex) {
		return Stream.iterate(ex, Objects::nonNull, Throwable::getCause).map(Throwable::toString).toList();
	}

	private static String describe(ConfigurationPropertiesReportEndpoint endpoint) {
		StringBuilder text = new StringBuilder();
		endpoint.configurationProperties()
			.getContexts()
			.values()
			.forEach((context) -> context.getBeans()
				.values()
				.forEach((bean) -> text.append(bean.getProperties()).append(bean.getInputs()).append('\n')));
		return text.toString();
	}

	private ExportApplication trace() {
		return this.application.with("logging.level.root=trace");
	}

	private void assertGotNothingOfDash0() {
		assertThat(this.dash0.requests()).isEmpty();
		assertThat(this.collector.requests()).isNotEmpty()
			.allSatisfy(
					(request) -> assertThat(request.headers()).doesNotContainKeys("authorization", "dash0-dataset"));
	}

}
