package dev.emp.metrics.job;

import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Completes the proxies of metered beans after every other post-processor: the container
 * registers those of this type last of all, and without an order behind the ordered ones.
 */
final class LastMeteredJobPostProcessor implements MergedBeanDefinitionPostProcessor {

	private final MeteredJobPostProcessor first;

	LastMeteredJobPostProcessor(MeteredJobPostProcessor first) {
		this.first = first;
	}

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition beanDefinition, Class<?> beanType, String beanName) {
		// only its place in the order counts
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return this.first.complete(bean, beanName);
	}

}
