package dev.emp.metrics.http;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.emp.metrics.InvalidSettingException;

/**
 * Settings of the metrics of HTTP requests.
 *
 * @param enabled Whether to meter HTTP requests
 * @param limits How many different tag values are kept
 */
@ConfigurationProperties("emp.metrics.http")
record HttpProperties(@DefaultValue("true") boolean enabled, @DefaultValue Limits limits) {

	/**
	 * How many different values are kept; what comes later is counted as {@code _other}.
	 *
	 * @param routes Number of routes that are kept apart
	 * @param tagSets Number of combinations of method, route, status, outcome and
	 * endpoint that are kept apart
	 */
	record Limits(@DefaultValue("100") int routes, @DefaultValue("1000") int tagSets) {

		Limits {
			InvalidSettingException.checkLimit("http", "HTTP", "routes", routes);
			InvalidSettingException.checkLimit("http", "HTTP", "tag-sets", tagSets);
		}

	}

}
