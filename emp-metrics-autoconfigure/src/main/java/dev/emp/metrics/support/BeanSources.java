package dev.emp.metrics.support;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;

/**
 * Finds the beans of the application that are measured of themselves. Makes no bean: what
 * is lazy is found when the application first uses it, and a scoped bean, which comes and
 * goes, is not found. First in the order, so that it sees beans before their proxies.
 */
public abstract class BeanSources
		implements BeanPostProcessor, SmartInitializingSingleton, BeanFactoryAware, PriorityOrdered {

	private static final Log logger = LogFactory.getLog(BeanSources.class);

	private final Set<String> excluded;

	private final Set<Object> found = Collections.newSetFromMap(new IdentityHashMap<>());

	private @Nullable List<Runnable> waiting = new ArrayList<>();

	private @Nullable BeanFactory beanFactory;

	/**
	 * Find beans that are not excluded.
	 * @param environment the settings
	 * @param property the property with the names of beans to leave alone
	 */
	protected BeanSources(Environment environment, String property) {
		this.excluded = Binder.get(environment).bind(property, Bindable.setOf(String.class)).orElse(Set.of());
	}

	/**
	 * Whether a bean can be measured. Called for each bean.
	 * @param bean the bean
	 * @return whether it can
	 */
	protected abstract boolean isCandidate(Object bean);

	/**
	 * Prepare a bean before the application uses it. Other beans must not be asked for.
	 * @param bean a candidate that is not excluded
	 */
	protected void prepare(Object bean) {
	}

	/**
	 * Measure a bean. Called once all beans of the start are there, or later.
	 * @param name the name of the bean
	 * @param bean a candidate that is not excluded
	 */
	protected abstract void measure(String name, Object bean);

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Object target = (bean instanceof SpringProxy) ? AopProxyUtils.getSingletonTarget(bean) : bean;
		if (target != null && isCandidate(target) && isSingleton(beanName)) {
			find(beanName, target);
		}
		return bean;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<Runnable> found;
		synchronized (this.found) {
			found = (this.waiting != null) ? this.waiting : List.of();
			this.waiting = null;
		}
		found.forEach(Runnable::run);
	}

	private boolean isSingleton(String name) {
		// an inner bean is not in the factory
		return this.beanFactory != null && this.beanFactory.containsBean(name) && this.beanFactory.isSingleton(name);
	}

	private void find(String name, Object bean) {
		synchronized (this.found) {
			// the same object may be there under a second name
			if (!this.found.add(bean) || this.excluded.contains(name)) {
				return;
			}
			if (!succeeds(name, () -> prepare(bean))) {
				return;
			}
			if (this.waiting != null) {
				this.waiting.add(() -> measureSafely(name, bean));
				return;
			}
		}
		measureSafely(name, bean);
	}

	private void measureSafely(String name, Object bean) {
		var unused = succeeds(name, () -> measure(name, bean));
	}

	private static boolean succeeds(String name, Runnable call) {
		try {
			call.run();
			return true;
		}
		catch (Throwable ex) {
			// the bean is the application's, and works without being measured
			logger.warn("The bean '" + name + "' is not measured: " + NestedExceptionUtils.getMostSpecificCause(ex));
			return false;
		}
	}

}
