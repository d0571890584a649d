package dev.emp.metrics.export;

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
				case DASH0 -> {
					Dash0Properties dash0 = this.beanFactory.getBean(ExportProperties.class).dash0();
					dash0.check(ExportProperties.hidesPath(this.environment));
					properties.setUrl(dash0.address());
				}
				case NONE -> properties.setEnabled(false);
				default -> {
				}
			}
		}
		return bean;
	}

}
