package dev.emp.metrics.sample.backend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

import dev.emp.metrics.job.JobInfo;
import dev.emp.metrics.job.JobRecorder;
import dev.emp.metrics.sample.SampleApplication;
import dev.emp.metrics.sample.docs.CompiledSnippets;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that each backend of the page gets {@code jobs.processed} with its tags.
 */
class BackendsTests {

	@ParameterizedTest
	@CsvSource({ "OpenTelemetry Collector, 0, content-type, application/x-protobuf, CUMULATIVE",
			"Dash0, 0, authorization, Bearer a-key, CUMULATIVE", "Dash0, 0, dash0-dataset, default, CUMULATIVE",
			"Datadog, 0, content-encoding, gzip, DELTA", "Datadog, 1, dd-api-key, a-key, DELTA",
			"New Relic, 0, api-key, a-key, DELTA" })
	void getsJobsOverOtlp(String heading, int block, String header, String value, String temporality)
			throws IOException {
		try (LocalBackend backend = new LocalBackend()) {
			runJob(BackendsPage.arguments(BackendsPage.read().blocks(heading, "properties").get(block), backend.url()))
				.close();
			assertThat(backend.requests()).isNotEmpty().allSatisfy((request) -> {
				assertThat(request.path()).isEqualTo("/v1/metrics");
				assertThat(request.headers()).containsEntry(header, value);
			});
			Metric processed = backend.requests()
				.stream()
				.flatMap(BackendsTests::metrics)
				.filter((metric) -> metric.getName().equals("jobs.processed"))
				.reduce((first, last) -> last)
				.orElseThrow();
			assertThat(processed.getSum().getAggregationTemporality())
				.isEqualTo(AggregationTemporality.valueOf("AGGREGATION_TEMPORALITY_" + temporality));
			assertThat(processed.getSum().getDataPointsList().stream().map(BackendsTests::tags))
				.anySatisfy((tags) -> assertThat(tags).containsEntry("job.name", "invoice")
					.containsEntry("queue", "letters")
					.containsEntry("status", "completed"));
		}
	}

	@Test
	void prometheusScrapesJobs() throws Exception {
		String properties = BackendsPage.read().blocks("Prometheus", "properties").get(0);
		try (ConfigurableApplicationContext context = runJob(BackendsPage.arguments(properties, ""))) {
			String url = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
			String scrape = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create(url + "/actuator/prometheus")).build(),
						HttpResponse.BodyHandlers.ofString())
				.body();
			assertThat(scrape.lines()).anySatisfy((line) -> assertThat(line).startsWith("jobs_processed_total{")
				.contains("job_name=\"invoice\"", "queue=\"letters\"", "status=\"completed\"")
				.endsWith(" 1.0"));
		}
	}

	@Test
	void cloudWatchGetsJobs(@TempDir Path folder) throws IOException {
		System.setProperty("aws.region", "eu-west-1");
		try (LocalBackend backend = new LocalBackend()) {
			BackendsPage page = BackendsPage.read();
			List<String> arguments = new ArrayList<>(
					BackendsPage.arguments(page.blocks("CloudWatch", "properties").get(0), ""));
			arguments.add("--cloudwatch.url=" + backend.url());
			Class<?> configuration = CompiledSnippets.compile(page.blocks("CloudWatch", "java"), folder)
				.type("CloudWatchConfiguration");
			runJob(arguments, configuration, CloudWatch.class).close();
			String all = backend.requests()
				.stream()
				.map((request) -> request.body().toString(StandardCharsets.ISO_8859_1))
				.collect(Collectors.joining());
			assertThat(all).contains("workers", "jobs.processed.count", "job.name", "invoice", "letters", "completed");
		}
		finally {
			System.clearProperty("aws.region");
		}
	}

	private static ConfigurableApplicationContext runJob(List<String> arguments, Class<?>... sources) {
		List<String> all = new ArrayList<>(
				List.of("--server.port=0", "--sample.load.enabled=false", "--management.otlp.metrics.export.step=1h",
						"--DASH0_API_TOKEN=a-key", "--DD_API_KEY=a-key", "--NEW_RELIC_LICENSE_KEY=a-key"));
		all.addAll(arguments);
		ConfigurableApplicationContext context = new SpringApplication(
				Stream.concat(Stream.of(SampleApplication.class), Stream.of(sources)).toArray(Class<?>[]::new))
			.run(all.toArray(String[]::new));
		try {
			context.getBean(JobRecorder.class).record(JobInfo.of("invoice").queue("letters"), () -> "done");
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		return context;
	}

	private static Stream<Metric> metrics(LocalBackend.Received request) {
		try {
			return ExportMetricsServiceRequest.parseFrom(request.body())
				.getResourceMetricsList()
				.stream()
				.flatMap((resource) -> resource.getScopeMetricsList().stream())
				.flatMap((scope) -> scope.getMetricsList().stream());
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Map<String, String> tags(NumberDataPoint point) {
		return point.getAttributesList()
			.stream()
			.collect(Collectors.toMap((attribute) -> attribute.getKey(),
					(attribute) -> attribute.getValue().getStringValue()));
	}

	/**
	 * Takes the place of the client of the page with one of the local receiver. Bears no
	 * annotation, by which the sample would find it in every test.
	 */
	static class CloudWatch {

		@Bean
		@Primary
		CloudWatchAsyncClient client(Environment environment) {
			return CloudWatchAsyncClient.builder()
				.endpointOverride(URI.create(environment.getRequiredProperty("cloudwatch.url")))
				.region(Region.EU_WEST_1)
				.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")))
				.build();
		}

	}

}
