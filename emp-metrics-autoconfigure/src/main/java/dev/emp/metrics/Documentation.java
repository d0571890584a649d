package dev.emp.metrics;

/**
 * Where messages send those who have nothing but the jar.
 */
public final class Documentation {

	/** The page of all settings. */
	public static final String CONFIGURATION = "https://github.com/emp-metrics/emp-metrics/blob/main/docs/configuration.md";

	private Documentation() {
	}

}
