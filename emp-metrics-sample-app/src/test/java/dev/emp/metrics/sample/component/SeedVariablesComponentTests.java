package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the variables of the seed document, all set at once as it lists them for a
 * process and for a container, start the packaged worker, send to a real Collector and
 * give it nothing that is Dash0's.
 */
class SeedVariablesComponentTests {

	private static final String TOKEN = "auth_1F5gYzHkq0N3pVtW8sXcRb2dLmJe7uAo";

	private static final Map<String, String> PROCESS = Map.ofEntries(Map.entry("OTEL_METRICS_EXPORTER", "otlp"),
			Map.entry("METRICS_COLLECTION_INTERVAL", "30s"),
			Map.entry("DASH0_METRICS_ENDPOINT", "https://ingress.dash0.com/v1/metrics"),
			Map.entry("DASH0_API_TOKEN", TOKEN), Map.entry("ENABLE_HOST_METRICS", "true"),
			Map.entry("ENABLE_GPU_METRICS", "true"), Map.entry("ENABLE_DOCKER_METRICS", "true"),
			Map.entry("ENABLE_JOB_METRICS", "true"), Map.entry("ENABLE_API_METRICS", "true"),
			Map.entry("MACHINE_ID", "machine-3"), Map.entry("METRICS_LABEL_MACHINE_ID", "machine-3"),
			Map.entry("WORKER_ID", "worker-7"), Map.entry("METRICS_LABEL_WORKER_ID", "worker-7"));

	private static final Map<String, String> CONTAINER = Map.of("OTEL_METRICS_EXPORTER", "otlp", "ENABLE_JOB_METRICS",
			"true", "OTEL_RESOURCE_ATTRIBUTES", "service.instance.id=worker-7");

	private static final Map<String, Map<String, String>> BLOCKS = Map.of("process", PROCESS, "container", CONTAINER);

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "process", "container" })
	void sendToTheCollectorWithoutAToken(String block) throws IOException {
		try (RunningCollector collector = RunningCollector.start(this.folder);
				RecordingProxy proxy = RecordingProxy.start(collector.otlpUrl())) {
			Map<String, String> environment = new HashMap<>(Objects.requireNonNull(BLOCKS.get(block)));
			environment.put("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", proxy.url() + "/v1/metrics");
			Worker worker = Worker.startPackaged(this.folder, environment);
			try (worker) {
				worker.work();
			}
			// what it sends when it closes: the next export is 30 s away
			Awaitility.await()
				.ignoreExceptions()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(names(collector)).contains("jobs.processed", "job.duration"));
			assertThat(proxy.headers()).isNotEmpty()
				.allSatisfy((headers) -> assertThat(headers).contains("content-type")
					.doesNotContain("authorization", "dash0-dataset"));
			assertThat(worker.output()).doesNotContain("Failed to publish").doesNotContain(TOKEN);
		}
	}

	private static List<String> names(RunningCollector collector) throws IOException {
		JsonNode resource = Objects.requireNonNull(collector.newestByInstance().get("worker-7"));
		return resource.get("scopeMetrics")
			.valueStream()
			.flatMap((scope) -> scope.get("metrics").valueStream())
			.map((metric) -> metric.get("name").asString())
			.toList();
	}

}
