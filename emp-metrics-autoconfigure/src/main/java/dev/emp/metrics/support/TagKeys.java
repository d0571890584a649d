package dev.emp.metrics.support;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.PrometheusNames;

/**
 * Which keys a user may give to tags, as Prometheus and its translation of OTLP see them.
 */
public final class TagKeys {

	/** Labels that the scrape, the histogram or the OTLP translation sets itself. */
	private static final Set<String> RESERVED = Set.of("job", "instance", "le", "quantile");

	private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z0-9_]+)*");

	private TagKeys() {
	}

	/**
	 * Say what is wrong with a key.
	 * @param key the key as the user wrote it
	 * @param taken the keys that other tags of the same meters have
	 * @return a clause without a subject, or null if the key can be used
	 */
	public static @Nullable String problem(String key, Collection<String> taken) {
		String label = normalize(key);
		if (!FORM.matcher(key).matches()) {
			return "is not made of letters, digits and underscores with single dots between";
		}
		if (RESERVED.contains(label) || label.startsWith("__") || label.startsWith("otel_scope_")) {
			return "becomes the label " + label + ", which belongs to Prometheus";
		}
		if (taken.stream().anyMatch((other) -> normalize(other).equals(label))) {
			return "becomes the label " + label + ", which another tag has already";
		}
		return null;
	}

	private static String normalize(String key) {
		return PrometheusNames.label(key).toLowerCase(Locale.ROOT);
	}

}
