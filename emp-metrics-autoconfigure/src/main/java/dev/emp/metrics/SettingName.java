package dev.emp.metrics;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The name under which the user set a property, which is often that of a variable.
 */
public final class SettingName {

	/**
	 * Boot's source of what it makes of the variables; their origins have no public type.
	 */
	private static final String OPEN_TELEMETRY = "openTelemetryEnvironmentVariables";

	private static final Pattern OPEN_TELEMETRY_VARIABLE = Pattern.compile("OTEL_\\w+");

	private SettingName() {
	}

	/**
	 * The name of the setting that is in force.
	 * @param environment where the property is looked up
	 * @param property the canonical name of the property
	 * @return the variable that the property was made of, otherwise its canonical name
	 */
	public static String of(Environment environment, String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				String variable = variable(environment, source, found);
				return (variable != null) ? variable : property;
			}
		}
		return property;
	}

	/**
	 * The name of a setting, and where it stands.
	 * @param property the property as it was found
	 * @return the variable, or the name of the property and its place in parentheses
	 */
	public static String withPlace(ConfigurationProperty property) {
		Origin origin = property.getOrigin();
		String variable = variable(origin);
		if (variable != null) {
			return variable;
		}
		return (origin != null) ? property.getName() + " (" + origin + ")" : property.getName().toString();
	}

	/**
	 * The variables that set properties of ours.
	 * @return their names in alphabetical order
	 */
	public static SortedSet<String> variables() {
		return VariablesEnvironmentPostProcessor.VARIABLES.values()
			.stream()
			.flatMap(Stream::of)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static @Nullable String variable(Environment environment, ConfigurationPropertySource source,
			ConfigurationProperty property) {
		String name = (source.getUnderlyingSource() instanceof PropertySource<?> properties) ? properties.getName()
				: "";
		if (name.equals(OPEN_TELEMETRY)) {
			Matcher variable = OPEN_TELEMETRY_VARIABLE.matcher(String.valueOf(property.getOrigin()));
			return variable.find() ? variable.group() : null;
		}
		if (name.equals(DefaultPropertiesPropertySource.NAME)) {
			return VariablesEnvironmentPostProcessor.variable(environment, property.getName().toString(),
					property.getValue());
		}
		return variable(property.getOrigin());
	}

	private static @Nullable String variable(@Nullable Origin origin) {
		return (origin instanceof PropertySourceOrigin found
				&& found.getPropertySource() instanceof SystemEnvironmentPropertySource) ? found.getPropertyName()
						: null;
	}

}
