package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

/**
 * The series of our metrics that a Prometheus got on one way.
 *
 * @param series for each, its labels
 */
record Scrape(List<Map<String, String>> series) {

	private static final List<String> OURS = List.of("job_", "jobs_", "errors_", "queue_", "workers_", "http_request",
			"process_memory_", "disk_usage_", "system_cpu_utilization_", "system_memory_", "system_disk_",
			"system_network_", "gpu_", "container_");

	/** What belongs to the way and not to the metric. */
	private static final Set<String> OF_THE_WAY = Set.of("job", "instance", "__name__");

	static Scrape of(String prometheus, String selector) throws IOException {
		List<Map<String, String>> series = new ArrayList<>();
		for (JsonNode node : Http.json(prometheus + "/api/v1/series?match[]=" + Http.encode(selector)).get("data")) {
			Map<String, String> labels = new TreeMap<>();
			node.properties().forEach((label) -> labels.put(label.getKey(), label.getValue().asString()));
			String name = labels.getOrDefault("__name__", "");
			if (!name.endsWith("_max") && OURS.stream().anyMatch(name::startsWith)) {
				series.add(labels);
			}
		}
		return new Scrape(series);
	}

	Set<String> names() {
		return values("__name__");
	}

	Set<String> values(String label) {
		return this.series.stream()
			.filter((labels) -> labels.containsKey(label))
			.map((labels) -> labels.get(label))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	Scrape only(String metric) {
		return new Scrape(this.series.stream().filter((labels) -> metric.equals(labels.get("__name__"))).toList());
	}

	/**
	 * The label keys of each metric.
	 * @return names of metrics and, for each, the keys that its series have
	 */
	Map<String, Set<Set<String>>> keys() {
		return this.series.stream()
			.collect(Collectors.groupingBy((labels) -> labels.get("__name__"), TreeMap::new,
					Collectors.mapping((labels) -> labels.keySet()
						.stream()
						.filter(Scrape::isOfTheMetric)
						.collect(Collectors.toCollection(TreeSet::new)), Collectors.toSet())));
	}

	private static boolean isOfTheMetric(String key) {
		return !OF_THE_WAY.contains(key) && !key.startsWith("otel_scope_");
	}

}
