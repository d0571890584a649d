package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the command line of {@code docs/configuration.md}: what variables switch off
 * and name is seen in the log, in a scrape and behind a real Collector.
 */
class SwitchesComponentTests {

	@TempDir
	private Path folder;

	@Test
	void showsTheStartLineTheLabelsAndTheMissingFeature() throws IOException {
		try (RunningCollector collector = RunningCollector.start(this.folder);
				Worker worker = start(collector, Map.of("WORKER_ID", "worker-7", "ENABLE_API_METRICS", "false"))) {
			assertThat(worker.output().lines().filter((line) -> line.contains(" emp-metrics"))).singleElement()
				.asString()
				.contains("http off (ENABLE_API_METRICS is false)", "job on", "queue on", "worker on",
						"OTLP to " + collector.environment().get("OTEL_EXPORTER_OTLP_ENDPOINT") + "/v1/metrics",
						"every 1s", "prometheus registry");
			for (String scrape : List.of(scrapeOf(worker), awaitJobs(collector))) {
				assertThat(lines(scrape, "jobs_processed_total{")).isNotEmpty()
					.allSatisfy((line) -> assertThat(line).containsOnlyOnce("worker_id=\"worker-7\""));
				assertThat(lines(scrape, "http_request")).isEmpty();
			}
			assertThat(lines(scrapeOf(worker), "http_server_requests_seconds_count")).as("Boot's own stays")
				.isNotEmpty();
		}
	}

	@Test
	void writesALabelOnceWhereItIsOnTheResourceAndOnTheMeter() throws IOException {
		try (RunningCollector collector = RunningCollector.start(this.folder);
				Worker worker = start(collector, Map.of("METRICS_LABEL_WORKER_ID", "worker-8",
						"METRICS_LABEL_MACHINE_ID", "gpu-4", "RAILWAY_ENVIRONMENT", "staging"))) {
			for (String scrape : List.of(scrapeOf(worker), awaitJobs(collector))) {
				assertThat(lines(scrape, "jobs_processed_total{")).isNotEmpty()
					.allSatisfy((line) -> assertThat(line).containsOnlyOnce("worker_id=\"worker-8\"")
						.containsOnlyOnce("machine_id=\"gpu-4\"")
						.containsOnlyOnce("deployment_environment=\"staging\""));
			}
		}
	}

	private Worker start(RunningCollector collector, Map<String, String> variables) throws IOException {
		Map<String, String> environment = new HashMap<>(collector.environment());
		environment.putAll(variables);
		Worker worker = Worker.start(this.folder, "worker", environment);
		worker.work();
		return worker;
	}

	private static String awaitJobs(RunningCollector collector) {
		return Awaitility.await()
			.ignoreExceptions()
			.atMost(Duration.ofSeconds(30))
			.until(() -> Http.get("http://" + collector.prometheusAddress() + "/metrics").body(),
					(scrape) -> scrape.contains("jobs_processed_total"));
	}

	private static String scrapeOf(Worker worker) throws IOException {
		return Http.get(worker.url("/actuator/prometheus")).body();
	}

	private static List<String> lines(String scrape, String start) {
		return scrape.lines().filter((line) -> line.startsWith(start)).toList();
	}

}
