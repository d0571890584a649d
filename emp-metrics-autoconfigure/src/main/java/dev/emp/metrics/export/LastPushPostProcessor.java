package dev.emp.metrics.export;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Defers Boot's closing of the registries, which has no public type.
 */
final class LastPushPostProcessor implements BeanPostProcessor {

	static final String CLOSER = "org.springframework.boot.micrometer.metrics.autoconfigure."
			+ "MetricsAutoConfiguration$MeterRegistryCloser";

	private final ApplicationContext context;

	LastPushPostProcessor(ApplicationContext context) {
		this.context = context;
	}

	@Override
	@SuppressWarnings("unchecked")
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return bean.getClass().getName().equals(CLOSER)
				? new LastPush((ApplicationListener<ContextClosedEvent>) bean, this.context) : bean;
	}

}
