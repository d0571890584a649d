package dev.emp.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Adds properties that give way to every other source. Boot keeps its default properties
 * behind all that comes later, {@code @PropertySource} included, which no source of our
 * own would be.
 */
public final class LowestPrecedence {

	private LowestPrecedence() {
	}

	/**
	 * Add properties, each unless it is set.
	 * @param environment the environment
	 * @param defaults the properties by their canonical names
	 */
	public static void add(ConfigurableEnvironment environment, Map<String, Object> defaults) {
		Map<String, Object> missing = new LinkedHashMap<>(defaults);
		missing.keySet().removeIf((name) -> isSet(environment, name));
		DefaultPropertiesPropertySource.addOrMerge(missing, environment.getPropertySources());
	}

	private static boolean isSet(ConfigurableEnvironment environment, String name) {
		ConfigurationPropertyName property = ConfigurationPropertyName.of(name);
		for (var source : ConfigurationPropertySources.get(environment)) {
			if (source.getConfigurationProperty(property) != null) {
				return true;
			}
		}
		return false;
	}

}
