package dev.emp.metrics.support;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.BoundConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.ClassUtils;

import dev.emp.metrics.Documentation;
import dev.emp.metrics.SettingName;

/**
 * Looks for properties below {@code emp.metrics} that do not exist, for names that are
 * nearly right, for intervals that nobody means, and for a scrape that is exposed and has
 * no registry.
 *
 * @param environment where properties are set
 * @param bound what beans have bound, those of the application included, or null where
 * that is not known
 * @param known reads the names that there are, where any is set
 */
record OwnSettings(Environment environment, @Nullable BoundConfigurationProperties bound,
		Supplier<KnownProperties> known) implements SettingsCheck {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("emp.metrics");

	/** Roots that are nearly ours, and may be those of the application. */
	private static final List<ConfigurationPropertyName> NEARLY = Stream.of("emp.metric", "emp-metrics", "emp-metric")
		.map(ConfigurationPropertyName::of)
		.toList();

	private static final String EXPOSURE = "management.endpoints.web.exposure.include";

	private static final String PROMETHEUS = "io.micrometer.prometheusmetrics.PrometheusMeterRegistry";

	/** What nobody means by a number without a unit. */
	private static final Duration LONGEST = Duration.ofHours(1);

	private static final Pattern NUMBER = Pattern.compile("\\d+");

	@Override
	public void check(Log log) {
		guard(() -> checkProperties(log), log);
		guard(() -> checkVariables(log), log);
		guard(() -> checkExposure(log), log);
	}

	/**
	 * One setting that cannot be read leaves the others to be checked.
	 */
	private static void guard(Runnable check, Log log) {
		try {
			check.run();
		}
		catch (RuntimeException ex) {
			log.debug("A setting is not checked", ex);
		}
	}

	private void checkProperties(Log log) {
		Map<ConfigurationPropertyName, ConfigurationProperty> set = new LinkedHashMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource names) {
				names.stream().filter((name) -> ROOT.isAncestorOf(name) || isNearlyOurs(name)).forEach((name) -> {
					ConfigurationProperty property = source.getConfigurationProperty(name);
					if (property != null) {
						set.putIfAbsent(name, property);
					}
				});
			}
		}
		if (!set.isEmpty()) {
			KnownProperties known = this.known.get();
			guard(() -> checkNames(set, known, log), log);
			set.keySet()
				.stream()
				.filter(known::isInterval)
				.forEach((name) -> guard(() -> checkInterval(name.toString(), log), log));
		}
	}

	private static boolean isNearlyOurs(ConfigurationPropertyName name) {
		return NEARLY.stream().anyMatch((root) -> root.isAncestorOf(name));
	}

	private void checkVariables(Log log) {
		if (this.environment instanceof ConfigurableEnvironment configurable) {
			List<String> names = configurable.getPropertySources()
				.stream()
				.filter(SystemEnvironmentPropertySource.class::isInstance)
				.flatMap((source) -> Stream.of(((SystemEnvironmentPropertySource) source).getPropertyNames()))
				.distinct()
				.toList();
			new VariableNames(names).check(log);
		}
	}

	private void checkExposure(Log log) {
		boolean isExposed = Binder.get(this.environment)
			.bind(EXPOSURE, Bindable.listOf(String.class))
			.orElse(List.of())
			.stream()
			.anyMatch((endpoint) -> endpoint.trim().equalsIgnoreCase("prometheus"));
		if (isExposed && !ClassUtils.isPresent(PROMETHEUS, ClassUtils.getDefaultClassLoader())) {
			log.warn("%s names prometheus, whose registry is not on the class path, so that its address answers 404. "
				.formatted(SettingName.of(this.environment, EXPOSURE))
					+ "Add the dependency io.micrometer:micrometer-registry-prometheus.");
		}
	}

	private void checkInterval(String property, Log log) {
		String value = Binder.get(this.environment).bind(property, String.class).orElse("").trim();
		boolean plain = NUMBER.matcher(value).matches();
		Duration read = DurationStyle.detectAndParse(value, ChronoUnit.SECONDS);
		if (read.compareTo(LONGEST) > 0 && (plain || property.equals("emp.metrics.interval"))) {
			String remedy = "Write " + (plain ? milliseconds(value) + " if milliseconds are meant"
					: "a time such as 30s: what happens in between is seen too late by alerts") + ".";
			log.warn("%s is '%s', which is read as %s%s. %s".formatted(SettingName.of(this.environment, property),
					value, plain ? "seconds: " : "", text(read), remedy));
		}
	}

	private static String milliseconds(String value) {
		return value.endsWith("000") ? value.substring(0, value.length() - 3) + "s" : value + "ms";
	}

	private static String text(Duration duration) {
		return duration.toString().substring(2).toLowerCase(Locale.ROOT);
	}

	private void checkNames(Map<ConfigurationPropertyName, ConfigurationProperty> set, KnownProperties known, Log log) {
		Map<ConfigurationPropertyName, ConfigurationProperty> unknown = new LinkedHashMap<>();
		set.forEach((name, property) -> {
			if (!known.types().isEmpty() && !isBound(name) && !isServiceLink(property)
					&& known.contains(ours(name), isVariable(property)) == isNearlyOurs(name)) {
				unknown.putIfAbsent(withoutIndex(name), property);
			}
		});
		unknown.forEach((name, property) -> log
			.warn(message(property, isNearlyOurs(name) ? withoutIndex(ours(name)).toString() : known.nearest(name))));
	}

	/**
	 * What is nearly ours is warned of where the rest of it is right.
	 */
	private static ConfigurationPropertyName ours(ConfigurationPropertyName name) {
		return NEARLY.stream()
			.filter((root) -> root.isAncestorOf(name))
			.findFirst()
			.map((root) -> ROOT.append(name.subName(root.getNumberOfElements())))
			.orElse(name);
	}

	private static boolean isServiceLink(ConfigurationProperty property) {
		return isVariable(property) && property.getOrigin() instanceof PropertySourceOrigin origin
				&& VariableNames.isServiceLink(origin.getPropertyName());
	}

	private boolean isBound(ConfigurationPropertyName name) {
		return this.bound != null && this.bound.get(name) != null;
	}

	private static String message(ConfigurationProperty property, @Nullable String nearest) {
		String meant = (nearest != null)
				? "Did you mean " + nearest + (isVariable(property) ? ", as a variable " + variable(nearest) : "") + "?"
				: "No property has a name like it.";
		return "emp-metrics has no property %s%s, and ignores it. %s All properties: %s#properties".formatted(
				isVariable(property) ? "for the variable " : "", SettingName.withPlace(property), meant,
				Documentation.CONFIGURATION);
	}

	private static ConfigurationPropertyName withoutIndex(ConfigurationPropertyName name) {
		ConfigurationPropertyName whole = name;
		while (whole.isLastElementIndexed() && whole.isNumericIndex(whole.getNumberOfElements() - 1)) {
			whole = whole.getParent();
		}
		return whole;
	}

	private static boolean isVariable(ConfigurationProperty property) {
		return property.getSource() != null
				&& property.getSource().getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
	}

	private static String variable(String property) {
		return property.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
	}

}
