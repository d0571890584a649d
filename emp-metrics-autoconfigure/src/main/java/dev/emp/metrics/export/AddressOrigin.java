package dev.emp.metrics.export;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsConnectionDetails;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.StringUtils;

/**
 * Who says where Boot's OTLP registry sends.
 *
 * @param kind the kind of the setting
 * @param name how the user knows the setting
 */
record AddressOrigin(Kind kind, String name) {

	static final String URL = "management.otlp.metrics.export.url";

	/**
	 * Boot's source of what it makes of the variables; their origins have no public type.
	 */
	private static final String VARIABLES = "openTelemetryEnvironmentVariables";

	private static final Pattern VARIABLE = Pattern.compile("OTEL_\\w+");

	/**
	 * Find the origin, in the order in which Boot decides and Dash0 after it.
	 * @param beanFactory knows the beans of the application
	 * @param environment knows its properties
	 * @return the origin
	 */
	static AddressOrigin find(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		Predicate<Class<?>> foreign = (type) -> isForeign(type, beanFactory);
		Binder binder = Binder.get(environment);
		if (foreign.test(OtlpConfig.class)) {
			return new AddressOrigin(Kind.BEAN, "an OtlpConfig bean");
		}
		if (foreign.test(OtlpMetricsConnectionDetails.class)) {
			return new AddressOrigin(Kind.BEAN, "connection details");
		}
		if (hasText(binder, URL)) {
			return new AddressOrigin(Kind.SETTING, setting(environment, URL));
		}
		if (hasText(binder, Dash0Properties.ENDPOINT)) {
			return new AddressOrigin(Kind.DASH0, "Dash0's settings");
		}
		// OTEL_METRICS_EXPORTER=otlp sets it as well; then Micrometer's own address is
		// meant
		if (binder.bind("management.otlp.metrics.export.enabled", Boolean.class).orElse(false)) {
			return new AddressOrigin(Kind.DEFAULT, "Micrometer's default");
		}
		return foreign.test(OtlpMetricsSender.class) ? new AddressOrigin(Kind.BEAN, "an OtlpMetricsSender bean")
				: new AddressOrigin(Kind.NONE, "nothing");
	}

	/**
	 * How the user knows a property of Boot's.
	 * @param environment knows the origin of the value
	 * @param property the canonical name
	 * @return the variable that Boot made the property of, otherwise its name
	 */
	static String setting(Environment environment, String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (var source : ConfigurationPropertySources.get(environment)) {
			var found = source.getConfigurationProperty(name);
			if (found != null) {
				Matcher variable = VARIABLE.matcher(String.valueOf(found.getOrigin()));
				return (isOfVariables(source) && variable.find()) ? variable.group() : property;
			}
		}
		return property;
	}

	private static boolean isOfVariables(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof PropertySource<?> properties
				&& properties.getName().equals(VARIABLES);
	}

	private static boolean hasText(Binder binder, String property) {
		return binder.bind(property, String.class).map(StringUtils::hasText).orElse(false);
	}

	private static boolean isForeign(Class<?> type, ConfigurableListableBeanFactory beanFactory) {
		return Stream.of(beanFactory.getBeanNamesForType(type, true, false)).anyMatch((name) -> {
			String factory = beanFactory.containsBeanDefinition(name)
					? beanFactory.getBeanDefinition(name).getFactoryBeanName() : null;
			return !OtlpMetricsExportAutoConfiguration.class.getName().equals(factory)
					&& !SenderAutoConfiguration.class.getName().equals(factory);
		});
	}

	/**
	 * The kinds of origins.
	 */
	enum Kind {

		/** A bean of the application's, or of Docker Compose or Testcontainers. */
		BEAN,

		/** An OpenTelemetry variable, or Boot's property. */
		SETTING,

		/** Dash0's settings. */
		DASH0,

		/** The user asked for the export and gave no address. */
		DEFAULT,

		/** No address is known. */
		NONE

	}

}
