package dev.emp.metrics.support;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.SettingName;

/**
 * Finds environment variables whose names are nearly those that are read, and leaves
 * alone those of other applications, which may well look alike.
 *
 * @param set the names of all variables that are set
 */
record VariableNames(Collection<String> set) {

	private static final Pattern LIKE_OURS = Pattern.compile("(ENABLED?|METRICS?|DASH0)_\\w+");

	private static final Pattern LIKE_OPEN_TELEMETRY = Pattern.compile("OTEL_(EXPORTER|METRICS?)_\\w+");

	/** What Kubernetes sets in each pod for a service that is named like the library. */
	private static final Pattern SERVICE_LINK = Pattern
		.compile("EMP_METRICS?_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_\\w+)?)?)");

	private static final Map<String, String> OTHER_WORDS = Map.of("DASH0_ENDPOINT", "DASH0_METRICS_ENDPOINT",
			"DASH0_AUTH_TOKEN", "DASH0_API_TOKEN", "DASH0_TOKEN", "DASH0_API_TOKEN");

	private static final Set<String> OPEN_TELEMETRY = openTelemetry();

	private static final Pattern OTHER_SIGNAL = Pattern.compile("OTEL_(EXPORTER_OTLP_)?(TRACES|LOGS|PROFILES)_.*");

	/** In a shorter part one letter makes another word: CPU is not GPU. */
	private static final int LONG = 5;

	static boolean isServiceLink(String name) {
		return SERVICE_LINK.matcher(name).matches();
	}

	void check(Log log) {
		this.set.forEach((name) -> {
			String meant = meant(name);
			if (meant != null) {
				log.warn("emp-metrics does not read %s. Did you mean %s?".formatted(name, meant));
			}
		});
	}

	private @Nullable String meant(String name) {
		Set<String> ours = SettingName.variables();
		String other = OTHER_WORDS.get(name);
		if (other != null) {
			return this.set.contains(other) ? null : other;
		}
		if (LIKE_OURS.matcher(name).matches() && !ours.contains(name)) {
			return ours.stream().filter((known) -> isSlip(name, known)).findFirst().orElse(null);
		}
		if (LIKE_OPEN_TELEMETRY.matcher(name).matches() && !OPEN_TELEMETRY.contains(name)) {
			Optional<String> nearest = OPEN_TELEMETRY.stream()
				.min(Comparator.comparingInt((known) -> KnownProperties.distance(name, known)));
			return nearest.filter((known) -> KnownProperties.distance(name, known) <= 2)
				.filter(Predicate.not((known) -> OTHER_SIGNAL.matcher(known).matches()))
				.orElse(null);
		}
		return null;
	}

	private static boolean isSlip(String name, String known) {
		String[] parts = name.split("_", 0);
		String[] right = known.split("_", 0);
		if (parts.length != right.length) {
			return name.replace("_", "").equals(known.replace("_", ""));
		}
		for (int i = 0; i < parts.length; i++) {
			if (!parts[i].equals(right[i]) && !isSlipOfPart(parts[i], right[i])) {
				return false;
			}
		}
		return true;
	}

	private static boolean isSlipOfPart(String part, String right) {
		return part.equals(right + "S") || right.equals(part + "S") || isTransposed(part, right)
				|| (right.length() >= LONG && KnownProperties.distance(part, right) == 1);
	}

	private static boolean isTransposed(String part, String right) {
		if (part.length() != right.length() || part.length() < 3) {
			return false;
		}
		int first = 0;
		while (first < part.length() - 2 && part.charAt(first) == right.charAt(first)) {
			first++;
		}
		return part.charAt(first) == right.charAt(first + 1) && part.charAt(first + 1) == right.charAt(first)
				&& part.substring(first + 2).equals(right.substring(first + 2));
	}

	/**
	 * The variables of other signals are there so that they are not taken for slips.
	 */
	private static Set<String> openTelemetry() {
		Set<String> names = new TreeSet<>(Set.of("OTEL_METRICS_EXPORTER", "OTEL_TRACES_EXPORTER", "OTEL_LOGS_EXPORTER",
				"OTEL_METRICS_EXEMPLAR_FILTER", "OTEL_METRIC_EXPORT_INTERVAL", "OTEL_METRIC_EXPORT_TIMEOUT",
				"OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE",
				"OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION"));
		for (String signal : Set.of("", "METRICS_", "TRACES_", "LOGS_", "PROFILES_")) {
			Stream
				.of("ENDPOINT", "HEADERS", "TIMEOUT", "COMPRESSION", "PROTOCOL", "CERTIFICATE", "CLIENT_KEY",
						"CLIENT_CERTIFICATE", "INSECURE")
				.forEach((setting) -> names.add("OTEL_EXPORTER_OTLP_" + signal + setting));
		}
		return Set.copyOf(names);
	}

}
