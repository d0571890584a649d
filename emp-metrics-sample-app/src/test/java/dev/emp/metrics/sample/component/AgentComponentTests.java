package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a worker that the real OpenTelemetry agent is attached to. Both send to one
 * Collector, by the same variables.
 */
class AgentComponentTests {

	private static final Path AGENT = Path.of("target/beside/opentelemetry-javaagent.jar");

	@TempDir
	private Path folder;

	@Test
	void leavesRequestsToTheAgentAndSendsTheRestOnce() throws IOException {
		try (RunningCollector collector = RunningCollector.start(this.folder);
				Worker worker = Worker.start(this.folder, "worker", withAgent(collector, false))) {
			worker.work();
			await(() -> {
				assertThat(senders(collector, "http.server.request.duration")).hasSize(1).doesNotContain("worker-7");
				assertThat(senders(collector, "jobs.processed")).containsExactly("worker-7");
			});
			assertThat(senders(collector, "http.requests")).isEmpty();
			assertThat(worker.output()).doesNotContain("sent twice");
		}
	}

	@Test
	void warnsWhereTheAgentsBridgeSendsEachMeterASecondTime() throws IOException {
		try (RunningCollector collector = RunningCollector.start(this.folder);
				Worker worker = Worker.start(this.folder, "worker", withAgent(collector, true),
						"--emp.metrics.http.enabled=true")) {
			worker.work();
			await(() -> {
				assertThat(senders(collector, "jobs.processed")).hasSize(2).contains("worker-7");
				assertThat(senders(collector, "http.requests")).contains("worker-7");
			});
			assertThat(worker.output()).containsOnlyOnce("Each metric is sent twice, since the OpenTelemetry agent");
		}
	}

	private static void await(ThrowingRunnable assertion) {
		Awaitility.await().ignoreExceptions().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
	}

	private static Map<String, String> withAgent(RunningCollector collector, boolean bridge) {
		Map<String, String> environment = new HashMap<>(collector.environment());
		environment.putAll(Map.of("JAVA_TOOL_OPTIONS", "-javaagent:" + AGENT, "OTEL_TRACES_EXPORTER", "none",
				"OTEL_LOGS_EXPORTER", "none", "OTEL_INSTRUMENTATION_MICROMETER_ENABLED", Boolean.toString(bridge),
				"WORKER_ID", "worker-7"));
		return environment;
	}

	private static Set<String> senders(RunningCollector collector, String metric) throws IOException {
		Set<String> senders = new TreeSet<>();
		collector.newestByInstance().forEach((instance, resource) -> {
			for (JsonNode scope : resource.get("scopeMetrics")) {
				for (JsonNode sent : scope.get("metrics")) {
					if (metric.equals(sent.get("name").asString())) {
						senders.add(instance);
					}
				}
			}
		});
		return senders;
	}

}
