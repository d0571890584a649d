package dev.emp.metrics.export;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsProperties;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Says where to send where Boot does not know it: to Dash0, or nowhere, since the
 * registry would otherwise warn of a refused connection at every step. Works on the bound
 * properties: a default for {@code management.otlp.metrics.export.enabled} would defeat
 * connection details and the switch-off of exporters in tests, and one for the URL would
 * not see what {@code @PropertySource} says of Dash0.
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
				&& !StringUtils.hasText(properties.getUrl())) {
			switch (AddressOrigin.find(this.beanFactory, this.environment).kind()) {
				case DASH0 -> properties.setUrl(this.beanFactory.getBean(ExportProperties.class).dash0().endpoint());
				case NONE -> switchOff(properties);
				default -> {
				}
			}
		}
		return bean;
	}

	private static void switchOff(OtlpMetricsProperties properties) {
		properties.setEnabled(false);
		logger.info("Metrics are not exported, since no OTLP endpoint is known. Set OTEL_EXPORTER_OTLP_ENDPOINT "
				+ "or management.otlp.metrics.export.url, for example to http://localhost:4318/v1/metrics.");
	}

}
