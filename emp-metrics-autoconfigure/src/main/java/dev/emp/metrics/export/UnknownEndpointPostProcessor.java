package dev.emp.metrics.export;

import java.util.stream.Stream;

import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsConnectionDetails;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsProperties;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Keeps Boot's OTLP registry idle while nobody said where to send: it would otherwise
 * warn of a refused connection at every step. Works on the bound properties, since a
 * default for {@code management.otlp.metrics.export.enabled} would defeat connection
 * details and the switch-off of exporters in tests.
 */
final class UnknownEndpointPostProcessor implements BeanPostProcessor {

	private static final Log logger = LogFactory.getLog(UnknownEndpointPostProcessor.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	UnknownEndpointPostProcessor(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof OtlpMetricsProperties properties && properties.isEnabled()
				&& !isEndpointKnown(properties)) {
			properties.setEnabled(false);
			logger.info("Metrics are not exported, since no OTLP endpoint is known. Set OTEL_EXPORTER_OTLP_ENDPOINT "
					+ "or management.otlp.metrics.export.url, for example to http://localhost:4318/v1/metrics.");
		}
		return bean;
	}

	private boolean isEndpointKnown(OtlpMetricsProperties properties) {
		return StringUtils.hasText(properties.getUrl()) || isEnabledByUser()
				|| Stream.of(OtlpMetricsConnectionDetails.class, OtlpConfig.class, OtlpMetricsSender.class)
					.anyMatch(this::isDefinedByUser);
	}

	/**
	 * Whether the user asked for the export, which {@code OTEL_METRICS_EXPORTER=otlp}
	 * does as well; then Micrometer's default address is meant.
	 * @return whether Boot's own property is set
	 */
	private boolean isEnabledByUser() {
		return Binder.get(this.environment).bind("management.otlp.metrics.export.enabled", Boolean.class).orElse(false);
	}

	private boolean isDefinedByUser(Class<?> type) {
		return Stream.of(this.beanFactory.getBeanNamesForType(type, true, false)).anyMatch((name) -> {
			String factory = this.beanFactory.containsBeanDefinition(name)
					? this.beanFactory.getBeanDefinition(name).getFactoryBeanName() : null;
			return !OtlpMetricsExportAutoConfiguration.class.getName().equals(factory);
		});
	}

}
