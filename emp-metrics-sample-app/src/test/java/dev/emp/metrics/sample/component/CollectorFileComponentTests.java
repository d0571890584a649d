package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a real Collector receives and writes: resource attributes, units, bounds
 * and values.
 */
class CollectorFileComponentTests {

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void receivesUnitsBoundsAndValues(String webApplicationType) throws IOException {
		try (RunningCollector collector = RunningCollector.start(this.folder);
				Worker worker = Worker.start(this.folder, "worker", withWorkerId(collector.environment()),
						"--spring.main.web-application-type=" + webApplicationType)) {
			worker.work();
			// the error of the last job is the last that is recorded
			Awaitility.await()
				.ignoreExceptions()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(sum(metrics(collector), "errors", "job.name", "index")).isEqualTo(1));
			JsonNode resource = get(collector.newestByInstance(), "worker-7");
			assertThat(RunningCollector.attributes(resource.get("resource")))
				.containsEntry("service.name", "emp-sample")
				.containsEntry("service.instance.id", "worker-7");
			Map<String, JsonNode> metrics = metrics(collector);
			assertCounter(metrics);
			assertHistograms(metrics);
			assertSumsAreTheWorkersOwn(metrics, worker, "job.duration", "TOTAL_TIME");
			assertSumsAreTheWorkersOwn(metrics, worker, "job.queue.wait", "TOTAL_TIME");
			assertSumsAreTheWorkersOwn(metrics, worker, "job.output.size", "TOTAL");
			assertThat(get(metrics, "jobs.active").has("gauge")).isTrue();
			assertThat(metrics).doesNotContainKeys("job.duration.max", "job.queue.wait.max");
		}
	}

	@Test
	void sendsWhatTheClosingWorkerCounted() throws IOException {
		try (RunningCollector collector = RunningCollector.start(this.folder)) {
			Map<String, String> slow = withWorkerId(collector.environment());
			slow.put("OTEL_METRIC_EXPORT_INTERVAL", "3600000");
			try (Worker worker = Worker.start(this.folder, "worker", slow)) {
				worker.work();
			}
			Awaitility.await()
				.ignoreExceptions()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(sum(metrics(collector), "jobs.processed", "status", "completed"))
					.isEqualTo(7));
		}
	}

	private static void assertCounter(Map<String, JsonNode> metrics) {
		JsonNode processed = get(metrics, "jobs.processed").get("sum");
		assertThat(processed.get("isMonotonic").asBoolean()).isTrue();
		assertThat(processed.get("aggregationTemporality").asInt()).isEqualTo(2);
		assertThat(sum(metrics, "jobs.processed", "status", "started")).isEqualTo(8);
		assertThat(sum(metrics, "jobs.processed", "job.name", "thumbnail", "status", "completed")).isEqualTo(2);
		assertThat(sum(metrics, "jobs.processed", "job.name", "thumbnail", "priority", "high", "status", "completed"))
			.isEqualTo(1);
		assertThat(sum(metrics, "errors", "job.name", "index", "error.name", "InvalidInputException")).isEqualTo(1);
	}

	private static void assertHistograms(Map<String, JsonNode> metrics) {
		assertHistogram(get(metrics, "job.duration"), "seconds", .1, .5, 1, 2, 5, 10, 30, 60, 300, 600);
		assertHistogram(get(metrics, "job.queue.wait"), "seconds", 1, 5, 10, 30, 60, 300, 600, 1800, 3600);
		assertHistogram(get(metrics, "job.output.size"), "bytes", 1024, 16384, 262144, 4194304, 67108864, 1073741824);
	}

	private static void assertHistogram(JsonNode metric, String unit, double... bounds) {
		assertThat(metric.get("unit").asString()).isEqualTo(unit);
		JsonNode histogram = metric.get("histogram");
		assertThat(histogram.get("aggregationTemporality").asInt()).isEqualTo(2);
		for (JsonNode point : histogram.get("dataPoints")) {
			List<Double> found = new ArrayList<>();
			point.get("explicitBounds").forEach((bound) -> found.add(bound.asDouble()));
			assertThat(found).containsExactly(Arrays.stream(bounds).boxed().toArray(Double[]::new));
			long inBuckets = 0;
			for (JsonNode bucket : point.get("bucketCounts")) {
				inBuckets += Long.parseLong(bucket.asString());
			}
			assertThat(inBuckets).isPositive().isEqualTo(Long.parseLong(point.get("count").asString()));
		}
	}

	private static void assertSumsAreTheWorkersOwn(Map<String, JsonNode> metrics, Worker worker, String name,
			String statistic) throws IOException {
		double received = 0;
		for (JsonNode point : get(metrics, name).get("histogram").get("dataPoints")) {
			received += point.get("sum").asDouble();
		}
		double own = -1;
		for (JsonNode measurement : Http.json(worker.url("/actuator/metrics/" + name)).get("measurements")) {
			own = statistic.equals(measurement.get("statistic").asString()) ? measurement.get("value").asDouble() : own;
		}
		assertThat(received).isPositive().isCloseTo(own, Offset.offset(own / 1e6));
	}

	private static double sum(Map<String, JsonNode> metrics, String name, String... tags) {
		double sum = 0;
		for (JsonNode point : get(metrics, name).get("sum").get("dataPoints")) {
			Map<String, String> attributes = RunningCollector.attributes(point);
			boolean matches = true;
			for (int i = 0; i < tags.length; i += 2) {
				matches &= tags[i + 1].equals(attributes.get(tags[i]));
			}
			sum += matches ? point.get("asDouble").asDouble() : 0;
		}
		return sum;
	}

	private static Map<String, JsonNode> metrics(RunningCollector collector) throws IOException {
		Map<String, JsonNode> metrics = new HashMap<>();
		for (JsonNode scope : get(collector.newestByInstance(), "worker-7").get("scopeMetrics")) {
			scope.get("metrics").forEach((metric) -> metrics.put(metric.get("name").asString(), metric));
		}
		return metrics;
	}

	private static JsonNode get(Map<String, JsonNode> nodes, String key) {
		return Objects.requireNonNull(nodes.get(key), key);
	}

	private static Map<String, String> withWorkerId(Map<String, String> environment) {
		Map<String, String> all = new HashMap<>(environment);
		all.put("WORKER_ID", "worker-7");
		return all;
	}

}
