package dev.emp.metrics;

import java.util.regex.Pattern;

import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

/**
 * Converts names as Prometheus does, where two different names can become the same.
 */
public final class PrometheusNames {

	private static final Pattern NOT_IN_A_LABEL = Pattern.compile("[^a-zA-Z0-9_]");

	private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^a-zA-Z0-9_:]");

	/** Suffixes that belong to the format: a scrape takes them off and adds its own. */
	private static final Pattern RESERVED_SUFFIXES = Pattern.compile("(?<=.)(_total|_created|_bucket|_info)+$");

	private PrometheusNames() {
	}

	/**
	 * The label that a tag key becomes.
	 * @param key any tag key
	 * @return the name of the label
	 */
	public static String label(String key) {
		return NOT_IN_A_LABEL.matcher(key).replaceAll("_");
	}

	/**
	 * The metric that a meter becomes, without the suffixes of its samples.
	 * @param name the name of the meter
	 * @param type its type
	 * @param unit its base unit, or null
	 * @return the name of the metric
	 */
	public static String metric(String name, Meter.Type type, @Nullable String unit) {
		String metric = NOT_IN_A_NAME.matcher(name).replaceAll("_");
		String suffix = switch (type) {
			case TIMER, LONG_TASK_TIMER -> "_seconds";
			case COUNTER, GAUGE, DISTRIBUTION_SUMMARY -> (unit != null) ? "_" + unit : "";
			case OTHER -> "";
		};
		String full = metric.endsWith(suffix) ? metric : metric + suffix;
		return RESERVED_SUFFIXES.matcher(full).replaceAll("");
	}

}
