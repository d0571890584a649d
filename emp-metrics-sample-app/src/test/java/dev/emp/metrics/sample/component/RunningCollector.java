package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * A real OpenTelemetry Collector with the configuration that the project ships.
 */
final class RunningCollector implements AutoCloseable {

	private final String otlpAddress = address();

	private final String prometheusAddress = address();

	private final String path;

	private final Path folder;

	private final Path file;

	private final List<Path> configurations;

	private RunningProgram program;

	private RunningCollector(String path, Path folder, List<Path> further) {
		this.path = path;
		this.folder = folder;
		this.configurations = new ArrayList<>(List.of(Path.of("../deploy/collector.yaml")));
		this.configurations.addAll(further);
		this.file = folder.resolve("metrics.jsonl");
		this.program = run();
	}

	static RunningCollector start(Path folder, Path... further) {
		return new RunningCollector(Program.COLLECTOR.path(), folder, List.of(further));
	}

	/**
	 * End the Collector for a time, with what it has taken written.
	 */
	void stop() {
		this.program.close();
	}

	/**
	 * Start it again at the same addresses, where it goes on with the same file.
	 */
	void startAgain() {
		this.program = run();
	}

	private RunningProgram run() {
		String health = address();
		List<String> command = new ArrayList<>(List.of(this.path));
		this.configurations.forEach((configuration) -> command.addAll(List.of("--config", configuration.toString())));
		return RunningProgram
			.start(this.folder, "collector", command,
					Map.of("OTLP_HTTP_ENDPOINT", this.otlpAddress, "OTLP_GRPC_ENDPOINT", address(),
							"PROMETHEUS_ENDPOINT", this.prometheusAddress, "HEALTH_ENDPOINT", health, "OTEL_FILE",
							this.file.toString(), "OTEL_BATCH_TIMEOUT", "200ms"))
			.awaitAnswer("http://" + health);
	}

	/**
	 * What sends a worker's metrics here, each second.
	 * @return environment variables
	 */
	Map<String, String> environment() {
		return environment(Duration.ofSeconds(1));
	}

	Map<String, String> environment(Duration step) {
		return Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", otlpUrl(), "OTEL_METRIC_EXPORT_INTERVAL",
				Long.toString(step.toMillis()));
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
		for (JsonNode resource : received()) {
			newest.put(attributes(resource.get("resource")).get("service.instance.id"), resource);
		}
		return newest;
	}

	/**
	 * All that it wrote.
	 * @return the {@code resourceMetrics} objects in the order in which they came
	 * @throws IOException if the file cannot be read
	 */
	List<JsonNode> received() throws IOException {
		List<JsonNode> received = new ArrayList<>();
		for (String line : Files.readAllLines(this.file)) {
			// the last line may still be written
			if (line.endsWith("}")) {
				Http.JSON.readTree(line).get("resourceMetrics").forEach(received::add);
			}
		}
		return received;
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
