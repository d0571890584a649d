package dev.emp.metrics.export;

import java.util.function.Predicate;
import java.util.stream.Stream;

import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsConnectionDetails;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import dev.emp.metrics.SettingName;

/**
 * Who says where Boot's OTLP registry sends.
 *
 * @param kind the kind of the setting
 * @param name how the user knows the setting
 */
record AddressOrigin(Kind kind, String name) {

	static final String URL = "management.otlp.metrics.export.url";

	private static final String ENABLED = "management.otlp.metrics.export.enabled";

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
			return new AddressOrigin(Kind.SETTING, SettingName.of(environment, URL));
		}
		if (hasText(binder, Dash0Properties.ENDPOINT)) {
			return new AddressOrigin(Kind.DASH0, "Dash0's settings");
		}
		// OTEL_METRICS_EXPORTER=otlp sets it as well; then Micrometer's own address is
		// meant
		if (binder.bind(ENABLED, Boolean.class).orElse(false)) {
			return new AddressOrigin(Kind.DEFAULT, "Micrometer's default");
		}
		return foreign.test(OtlpMetricsSender.class) ? new AddressOrigin(Kind.BEAN, "an OtlpMetricsSender bean")
				: new AddressOrigin(Kind.NONE, "nothing");
	}

	/**
	 * The setting that switches the export off.
	 * @param environment knows the properties
	 * @return the setting in parentheses, or nothing where it is on or off for another
	 * reason
	 */
	static String switchedOff(Environment environment) {
		return Stream.of(ENABLED, "management.defaults.metrics.export.enabled")
			.filter((property) -> !Binder.get(environment).bind(property, Boolean.class).orElse(true))
			.findFirst()
			.map((property) -> " (" + SettingName.of(environment, property) + ")")
			.orElse("");
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
