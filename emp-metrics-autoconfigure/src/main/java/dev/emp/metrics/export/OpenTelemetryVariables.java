package dev.emp.metrics.export;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * The {@code OTEL_*} variables of metrics whose values Boot does not take, drops or takes
 * for something else. An address is looked at where it is in force.
 *
 * @param values reads environment variables
 */
record OpenTelemetryVariables(Function<String, @Nullable String> values) {

	private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+\\s*=.*", Pattern.DOTALL);

	private static final Pattern ATTRIBUTE = Pattern.compile("[^\\s=\"'][^=]*=.*", Pattern.DOTALL);

	private static final Pattern BOOLEAN = Pattern.compile("(?i)true|false");

	private static final int LONGEST = 3_600_000;

	private static final List<Rule> RULES = List.of(
			new Rule("OTEL_METRIC_EXPORT_INTERVAL", milliseconds(1000, LONGEST),
					"Write the time between two exports in milliseconds, at most an hour, for example 30000"),
			new Rule("OTEL_METRIC_EXPORT_TIMEOUT", milliseconds(100, Integer.MAX_VALUE),
					"Write milliseconds, for example 10000"),
			new Rule("OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", milliseconds(100, Integer.MAX_VALUE),
					"Write milliseconds, for example 10000"),
			new Rule("OTEL_EXPORTER_OTLP_TIMEOUT", milliseconds(100, Integer.MAX_VALUE),
					"Write milliseconds, for example 10000"),
			new Rule("OTEL_EXPORTER_OTLP_METRICS_COMPRESSION", oneOf("gzip|none"), "Write gzip or none"),
			new Rule("OTEL_EXPORTER_OTLP_COMPRESSION", oneOf("gzip|none"), "Write gzip or none"),
			new Rule("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", oneOf("cumulative|delta"),
					"Write cumulative or delta"),
			new Rule("OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION",
					oneOf("(explicit|base2_exponential)_bucket_histogram"),
					"Write explicit_bucket_histogram or base2_exponential_bucket_histogram"),
			new Rule("OTEL_METRICS_EXPORTER",
					(value) -> parts(value).map(String::trim).allMatch(oneOf("otlp|none|prometheus")),
					"It switches the export over OTLP off, as anything does that lacks otlp. Write otlp, or none"));

	/**
	 * Look at all variables.
	 * @param log takes what is wrong, never a value that may be a secret
	 * @param isExporting whether metrics are exported over OTLP to an address of a user's
	 */
	void check(Log log, boolean isExporting) {
		RULES.forEach((rule) -> {
			String value = value(rule.name());
			if (value != null && !rule.fits().test(value)) {
				log.warn(
						"%s is '%s', which is not a supported value. %s.".formatted(rule.name(), value, rule.remedy()));
			}
		});
		checkSwitch(log, isExporting);
		if (isExporting) {
			checkProtocol(log);
		}
		checkPairs(log, "OTEL_RESOURCE_ATTRIBUTES", ATTRIBUTE, "service.name=worker,service.version=1.0");
		checkPairs(log, (value("OTEL_EXPORTER_OTLP_METRICS_HEADERS") != null) ? "OTEL_EXPORTER_OTLP_METRICS_HEADERS"
				: "OTEL_EXPORTER_OTLP_HEADERS", TOKEN, "api-key=...,x-tenant=...");
	}

	private void checkSwitch(Log log, boolean isExporting) {
		String value = value("OTEL_SDK_DISABLED");
		if (value != null && !BOOLEAN.matcher(value).matches()) {
			log.warn("OTEL_SDK_DISABLED is '" + value + "', which is neither true nor false. Write one of them.");
		}
		else if (isExporting && "true".equalsIgnoreCase(value)) {
			log.warn("OTEL_SDK_DISABLED is true and does not stop the export of metrics, since Micrometer and not the "
					+ "SDK of OpenTelemetry makes it. Set OTEL_METRICS_EXPORTER=none to stop it.");
		}
	}

	/**
	 * The variable for all signals may well be meant for traces, where that of metrics is
	 * set.
	 */
	private void checkProtocol(Log log) {
		String own = "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL";
		String name = (value(own) != null) ? own : "OTEL_EXPORTER_OTLP_PROTOCOL";
		String value = value(name);
		boolean isForTraces = !name.equals(own) && value("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT") != null;
		if (value != null && !value.equalsIgnoreCase("http/protobuf") && !isForTraces) {
			log.warn("%s is '%s', while metrics go over http/protobuf whatever it says. Set %s=http/protobuf, and see "
				.formatted(name, value, own) + "that the endpoint is one for HTTP, mostly with the port 4318.");
		}
	}

	private void checkPairs(Log log, String name, Pattern pair, String example) {
		List<String> parts = parts(StringUtils.hasText(value(name)) ? String.valueOf(value(name)) : "").toList();
		long wrong = parts.stream().filter((part) -> !pair.matcher(part.trim()).matches()).count();
		if (wrong > 0) {
			log.warn(
					("%s has %s of %s parts that are not name=value, and which are dropped or refused. Separate parts by "
							+ "commas, without spaces in a name and without quotes around it: %s")
						.formatted(name, wrong, parts.size(), example));
		}
	}

	private @Nullable String value(String name) {
		String value = this.values.apply(name);
		return StringUtils.hasLength(value) ? value : null;
	}

	private static Stream<String> parts(String value) {
		return Stream.of(value.split(",", -1)).filter(StringUtils::hasText);
	}

	private static Predicate<String> oneOf(String values) {
		Pattern pattern = Pattern.compile("(?i)" + values);
		return (value) -> pattern.matcher(value).matches();
	}

	private static Predicate<String> milliseconds(int least, int most) {
		Function<String, Integer> number = (value) -> value.matches("\\d{1,9}") ? Integer.parseInt(value) : -1;
		// 0 is a timeout without end
		return (value) -> (number.apply(value) >= least && number.apply(value) <= most)
				|| (least < 1000 && number.apply(value) == 0);
	}

	/**
	 * The values that a variable supports.
	 *
	 * @param name the name of the variable
	 * @param fits whether a value means what was written
	 * @param remedy what to write instead
	 */
	private record Rule(String name, Predicate<String> fits, String remedy) {
	}

}
