package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * A real OpenTelemetry Collector with the configuration that the project ships.
 */
final class RunningCollector implements AutoCloseable {

	private final RunningProgram program;

	private final String otlpAddress;

	private final String prometheusAddress;

	private final Path file;

	private RunningCollector(RunningProgram program, String otlpAddress, String prometheusAddress, Path file) {
		this.program = program;
		this.otlpAddress = otlpAddress;
		this.prometheusAddress = prometheusAddress;
		this.file = file;
	}

	static RunningCollector start(Path folder) {
		String path = Program.COLLECTOR.path();
		String otlp = address();
		String prometheus = address();
		String health = address();
		Path file = folder.resolve("metrics.jsonl");
		RunningProgram program = RunningProgram.start(folder, "collector",
				List.of(path, "--config", Path.of("../deploy/collector.yaml").toString()),
				Map.of("OTLP_HTTP_ENDPOINT", otlp, "OTLP_GRPC_ENDPOINT", address(), "PROMETHEUS_ENDPOINT", prometheus,
						"HEALTH_ENDPOINT", health, "OTEL_FILE", file.toString(), "OTEL_BATCH_TIMEOUT", "200ms"));
		program.awaitAnswer("http://" + health);
		return new RunningCollector(program, otlp, prometheus, file);
	}

	/**
	 * What sends a worker's metrics here, each second.
	 * @return environment variables
	 */
	Map<String, String> environment() {
		return Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", otlpUrl(), "OTEL_METRIC_EXPORT_INTERVAL", "1000");
	}

	String otlpUrl() {
		return "http://" + this.otlpAddress;
	}

	String prometheusAddress() {
		return this.prometheusAddress;
	}

	/**
	 * The last state of each resource that sent metrics.
	 * @return by {@code service.instance.id} the newest {@code resourceMetrics} object
	 * @throws IOException if the file cannot be read
	 */
	Map<String, JsonNode> newestByInstance() throws IOException {
		Map<String, JsonNode> newest = new HashMap<>();
		for (String line : new ArrayList<>(Files.readAllLines(this.file))) {
			// the last line may still be written
			if (line.endsWith("}")) {
				for (JsonNode resource : Http.JSON.readTree(line).get("resourceMetrics")) {
					newest.put(attributes(resource.get("resource")).get("service.instance.id"), resource);
				}
			}
		}
		return newest;
	}

	static Map<String, String> attributes(JsonNode owner) {
		Map<String, String> attributes = new HashMap<>();
		for (JsonNode attribute : owner.get("attributes")) {
			attributes.put(attribute.get("key").asString(), attribute.get("value").path("stringValue").asString(""));
		}
		return attributes;
	}

	@Override
	public void close() {
		this.program.close();
	}

	private static String address() {
		return "localhost:" + RunningProgram.freePort();
	}

}
