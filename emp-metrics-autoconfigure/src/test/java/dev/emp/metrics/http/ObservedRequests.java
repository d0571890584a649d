package dev.emp.metrics.http;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import dev.emp.metrics.support.Meters;

/**
 * A registry that requests are recorded to, and what it has, in a readable form.
 */
final class ObservedRequests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final HttpMetrics metrics = new HttpMetrics(new Meters(this.registry),
			new HttpProperties.Limits(100, 1000));

	HttpMetrics metrics() {
		return this.metrics;
	}

	MeterRegistry registry() {
		return this.registry;
	}

	/**
	 * What was counted.
	 * @return for each series its values in the order of their keys (endpoint, method,
	 * status, route, outcome) and the count, sorted
	 */
	List<String> lines() {
		return Stream.of("http.requests")
			.flatMap((name) -> this.registry.find(name).counters().stream())
			.map(ObservedRequests::line)
			.sorted()
			.toList();
	}

	private static String line(Counter counter) {
		return String.join(" ", values(counter)) + " " + (long) counter.count();
	}

	private static Iterable<String> values(Meter meter) {
		TreeMap<String, String> values = new TreeMap<>();
		meter.getId().getTags().forEach((tag) -> values.put(tag.getKey(), tag.getValue()));
		return values.values();
	}

}
