package dev.emp.metrics.sample.component;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The data points that a Collector wrote, of one worker: those of each series in the
 * order in which they came.
 */
final class ReceivedPoints {

	private static final String PROCESSED = "jobs.processed";

	private final Map<Series, List<Point>> points = new LinkedHashMap<>();

	ReceivedPoints(List<JsonNode> resources) {
		for (JsonNode resource : resources) {
			for (JsonNode scope : resource.get("scopeMetrics")) {
				scope.get("metrics").forEach(this::add);
			}
		}
	}

	private void add(JsonNode metric) {
		String name = metric.get("name").asString();
		for (String kind : List.of("sum", "gauge", "histogram")) {
			for (JsonNode point : metric.path(kind).path("dataPoints")) {
				Map<String, String> attributes = point.has("attributes") ? RunningCollector.attributes(point)
						: Map.of();
				this.points.computeIfAbsent(new Series(name, attributes), (series) -> new ArrayList<>())
					.add(new Point(Long.parseLong(point.get("timeUnixNano").asString()), number(point)));
			}
		}
	}

	private static double number(JsonNode point) {
		// an integer of 64 bits is a text in JSON
		return point.has("asInt") ? Double.parseDouble(point.get("asInt").asString())
				: point.path("asDouble").asDouble(0);
	}

	/**
	 * The sum of series at a time.
	 * @param name the name of their metric
	 * @param attributes what each of them has
	 * @param nanos the time, since the epoch
	 * @return the sum of the last values until then
	 */
	double at(String name, Map<String, String> attributes, long nanos) {
		return series(name, attributes)
			.map((values) -> values.stream()
				.filter((point) -> point.nanos() <= nanos)
				.reduce((first, second) -> second)
				.orElseThrow())
			.mapToDouble(Point::value)
			.sum();
	}

	/**
	 * The mean of a series over a time.
	 * @param name the name of its metric
	 * @param attributes what it has
	 * @param from the begin, since the epoch
	 * @param to the end
	 * @return the mean of the values in between
	 */
	double mean(String name, Map<String, String> attributes, long from, long to) {
		return series(name, attributes).flatMap(List::stream)
			.filter((point) -> point.nanos() > from && point.nanos() <= to)
			.mapToDouble(Point::value)
			.average()
			.orElseThrow();
	}

	/**
	 * The values of an attribute.
	 * @param name the name of the metric
	 * @param key the key of the attribute
	 * @return each value once
	 */
	Set<String> values(String name, String key) {
		return this.points.keySet()
			.stream()
			.filter((series) -> series.name().equals(name) && series.attributes().containsKey(key))
			.map((series) -> series.attributes().get(key))
			.collect(Collectors.toSet());
	}

	private Stream<List<Point>> series(String name, Map<String, String> attributes) {
		List<List<Point>> found = this.points.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().name().equals(name)
					&& entry.getKey().attributes().entrySet().containsAll(attributes.entrySet()))
			.map(Map.Entry::getValue)
			.toList();
		assertThat(found).as("%s of %s", name, attributes).isNotEmpty();
		return found.stream();
	}

	/**
	 * How often the series with the most points was sent.
	 * @return a number of pushes
	 */
	int size() {
		return this.points.values().stream().mapToInt(List::size).max().orElse(0);
	}

	/**
	 * The last values.
	 * @return numbers by the name of the job and the status, as {@link JobTotals} has
	 * them
	 */
	Map<String, Long> totals() {
		Map<String, Long> totals = new TreeMap<>();
		this.points.forEach((series, values) -> {
			String status = series.attributes().getOrDefault("status", "");
			if (series.name().equals(PROCESSED) && status.matches("started|completed|failed")) {
				totals.merge(series.attributes().get("job.name") + " " + status,
						(long) values.get(values.size() - 1).value(), Long::sum);
			}
		});
		totals.values().removeIf((count) -> count == 0);
		return totals;
	}

	/**
	 * A point may come twice, where its answer was lost, but none after a later one.
	 */
	void assertInOrder() {
		this.points
			.forEach((series, values) -> assertThat(values).extracting(Point::nanos).as(series.toString()).isSorted());
	}

	List<Duration> timesOf(String name, Map<String, String> attributes) {
		Map<String, List<Long>> times = new HashMap<>();
		this.points.forEach((series, values) -> {
			if (series.name().equals(name) && series.attributes().entrySet().containsAll(attributes.entrySet())) {
				times.put(series.toString(), values.stream().map(Point::nanos).distinct().toList());
			}
		});
		return times.values()
			.stream()
			.max((first, second) -> Integer.compare(first.size(), second.size()))
			.orElseThrow()
			.stream()
			.map(Duration::ofNanos)
			.toList();
	}

	/**
	 * A series.
	 *
	 * @param name the name of its metric
	 * @param attributes its attributes
	 */
	private record Series(String name, Map<String, String> attributes) {

	}

	/**
	 * A point.
	 *
	 * @param nanos its time, since the epoch
	 * @param value its value, 0 of a histogram
	 */
	private record Point(long nanos, double value) {

	}

}
