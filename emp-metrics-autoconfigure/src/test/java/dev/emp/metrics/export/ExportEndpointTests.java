package dev.emp.metrics.export;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointHttpMethod;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.web.WebOperation;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.json.JsonMapper;

import dev.emp.metrics.support.DaemonThreads;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportEndpoint} and {@link ExportEndpointAutoConfiguration}.
 */
@Timeout(60)
class ExportEndpointTests {

	private final FaultyReceiver receiver = FaultyReceiver.start();

	private final HttpClient client = HttpClients.prepare(Duration.ofSeconds(5), null, DaemonThreads.ofCaller())
		.build();

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
				MetricsAutoConfiguration.class, OtlpMetricsExportAutoConfiguration.class, ExportAutoConfiguration.class,
				ExportEndpointAutoConfiguration.class))
		// what the registry pushes is not what is tested
		.withBean(OtlpMetricsSender.class, () -> (request) -> {
		})
		.withBean(Transport.class,
				() -> new HttpTransport(() -> this.client, Duration.ofSeconds(20), new Credentials(null, Map.of()),
						Clock.systemUTC()))
		.withPropertyValues("management.endpoints.web.exposure.include=empexport",
				"management.opentelemetry.resource-attributes.host.name=h1",
				"management.otlp.metrics.export.headers.X-Api-Key=hunter22",
				"management.otlp.metrics.export.url=" + this.receiver.url("user:hunter22@localhost") + "?k=hunter22");

	@AfterEach
	void close() {
		this.receiver.close();
		HttpClients.stop(this.client);
	}

	@Test
	void sendsATestPointWithWhatTheRegistryUses() {
		this.runner.withPropertyValues("management.otlp.metrics.export.compression-mode=gzip").run((context) -> {
			assertThat(post(context)).startsWith("{\"delivered\":true,\"address\":\"" + this.receiver.url() + "\",")
				.contains("\"answer\":\"" + this.receiver.url() + " took all data points.\",\"milliseconds\":");
			assertThat(this.receiver.stored()).singleElement().satisfies((stored) -> {
				assertThat(stored.pointsPerMetric()).isEqualTo(Map.of("emp.metrics.export.test", 1));
				assertThat(stored.request().toString()).contains("host.name", "h1", "service.name");
			});
			assertThat(this.receiver.requests()).singleElement()
				.satisfies((request) -> assertThat(request.headers()).containsEntry("x-api-key", "hunter22")
					.containsEntry("content-encoding", "gzip"));
		});
	}

	@Test
	void saysInWordsWhatIsWrongWithoutSecrets() {
		this.receiver.answers(Fault.status(401), Fault.html(), Fault.partialSuccess(1, "too hunter22"));
		this.runner.run((context) -> {
			assertThat(post(context)).contains("\"delivered\":false", "answered with status 401. Check the token in ")
				.doesNotContain("hunter22");
			assertThat(post(context)).contains("\"delivered\":false", "something that is no OTLP")
				.doesNotContain("hunter22");
			assertThat(post(context)).contains("\"delivered\":false", "rejected 1 of 1 data points")
				.doesNotContain("hunter22");
			this.receiver.stop();
			assertThat(post(context)).contains("\"delivered\":false", "could not be reached (ConnectException")
				.doesNotContain("hunter22");
		});
	}

	@Test
	void saysThatAndWhyNothingIsExported() {
		this.runner.withPropertyValues("management.otlp.metrics.export.enabled=false")
			.run((context) -> assertThat(post(context)).isEqualTo("{\"delivered\":false,\"address\":null,"
					+ "\"answer\":\"Nothing is exported: the export over OTLP is off.\",\"milliseconds\":0}"));
		this.runner.withPropertyValues("management.otlp.metrics.export.url=")
			.run((context) -> assertThat(post(context)).contains("\"delivered\":false"));
		assertThat(this.receiver.requests()).isEmpty();
	}

	@Test
	void leavesASenderOfTheApplicationsOwnAlone() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
							MetricsAutoConfiguration.class, OtlpMetricsExportAutoConfiguration.class,
							ExportAutoConfiguration.class, ExportEndpointAutoConfiguration.class))
			.withBean(OtlpMetricsSender.class, () -> (request) -> {
			})
			.withPropertyValues("management.endpoints.web.exposure.include=empexport",
					"management.otlp.metrics.export.url=" + this.receiver.url())
			.run((context) -> assertThat(post(context)).contains("\"delivered\":false",
					"a sender of the application's own exports"));
	}

	@Test
	void isNotExposedUnlessItIsAskedFor() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(ExportEndpoint.class));
		this.runner.withPropertyValues("management.endpoint.empexport.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(ExportEndpoint.class));
		this.runner.withPropertyValues("emp.metrics.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ExportEndpoint.class));
	}

	@Test
	void sendsNothingWhereItMayOnlyBeRead() {
		this.runner.withPropertyValues("management.endpoint.empexport.access=READ_ONLY")
			.run((context) -> assertThat(context.getBean(WebEndpointsSupplier.class).getEndpoints())
				.allSatisfy((endpoint) -> assertThat(endpoint.getOperations()).isEmpty()));
	}

	/**
	 * Call the endpoint as the web does.
	 * @param context the application
	 * @return the answer as it is sent
	 */
	private static String post(ApplicationContext context) {
		ExposableWebEndpoint endpoint = context.getBean(WebEndpointsSupplier.class)
			.getEndpoints()
			.stream()
			.filter((candidate) -> candidate.getRootPath().equals("empexport"))
			.findFirst()
			.orElseThrow();
		WebOperation operation = endpoint.getOperations().iterator().next();
		assertThat(operation.getType()).isEqualTo(OperationType.WRITE);
		assertThat(operation.getRequestPredicate().getHttpMethod()).isEqualTo(WebEndpointHttpMethod.POST);
		Object reply = operation.invoke(new InvocationContext(SecurityContext.NONE, Map.of()));
		return JsonMapper.builder().build().writeValueAsString(reply);
	}

}
