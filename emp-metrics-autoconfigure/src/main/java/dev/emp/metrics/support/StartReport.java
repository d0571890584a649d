package dev.emp.metrics.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ClassUtils;

import dev.emp.metrics.LibraryVersion;

/**
 * Says what the library does in this application: which features are on, why the others
 * are off, and where the metrics go.
 */
final class StartReport {

	private static final String SUFFIX = "MeterRegistry";

	private final @Nullable String version = LibraryVersion.get();

	private final SortedMap<String, String> features;

	private final ObjectProvider<FeatureNote> notes;

	private final ObjectProvider<Destination> destinations;

	private final ObjectProvider<MeterRegistry> registries;

	StartReport(SortedMap<String, String> features, ObjectProvider<FeatureNote> notes,
			ObjectProvider<Destination> destinations, ObjectProvider<MeterRegistry> registries) {
		this.features = features;
		this.notes = notes;
		this.destinations = destinations;
		this.registries = registries;
	}

	/**
	 * The report as a sentence for the log.
	 * @return one line
	 */
	String line() {
		StringBuilder line = new StringBuilder("emp-metrics");
		if (this.version != null) {
			line.append(' ').append(this.version);
		}
		line.append(": ")
			.append(features().entrySet().stream().map(StartReport::text).collect(Collectors.joining(", ")));
		return line.append("; ").append(String.join("; ", ways())).toString();
	}

	/**
	 * The report as data for the info endpoint.
	 * @return what JSON can carry
	 */
	Map<String, Object> details() {
		Map<String, Object> details = new LinkedHashMap<>();
		if (this.version != null) {
			details.put("version", this.version);
		}
		details.put("features", features());
		details.put("destinations", ways());
		return details;
	}

	private SortedMap<String, String> features() {
		SortedMap<String, String> features = new TreeMap<>(this.features);
		this.notes.orderedStream().forEach((feature) -> {
			String note = feature.note().get();
			if (note != null) {
				features.replace(feature.feature(), Features.ON, Features.ON + ": " + note);
			}
		});
		return features;
	}

	private List<String> ways() {
		List<String> ways = new ArrayList<>(this.destinations.orderedStream().map(StartReport::text).toList());
		this.registries.orderedStream()
			.map(StartReport::name)
			.filter((name) -> !name.isEmpty()
					&& ways.stream().noneMatch((way) -> way.toLowerCase(Locale.ROOT).startsWith(name)))
			.forEach((name) -> ways.add(name + " registry"));
		return ways.isEmpty() ? List.of("metrics stay in this process") : ways;
	}

	private static String text(Map.Entry<String, String> feature) {
		String value = feature.getValue();
		if (value.equals(Features.ON)) {
			return feature.getKey() + " on";
		}
		return value.startsWith(Features.ON + ": ") ? feature.getKey() + value.substring(Features.ON.length())
				: feature.getKey() + " off (" + value + ")";
	}

	private static String text(Destination destination) {
		String every = destination.every().stream().map(StartReport::text).collect(Collectors.joining(", "));
		return every.isEmpty() ? destination.name() + " none: " + destination.target()
				: destination.name() + " to " + destination.target() + " every " + every;
	}

	private static String text(Duration duration) {
		return (duration.toMillis() % 1000 == 0) ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
	}

	private static String name(MeterRegistry registry) {
		String type = ClassUtils.getShortName(registry.getClass());
		boolean isWay = type.endsWith(SUFFIX) && !(registry instanceof CompositeMeterRegistry)
				&& !(registry instanceof SimpleMeterRegistry);
		return isWay ? type.substring(0, type.length() - SUFFIX.length()).toLowerCase(Locale.ROOT) : "";
	}

}
