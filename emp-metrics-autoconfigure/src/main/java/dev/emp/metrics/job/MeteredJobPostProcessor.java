package dev.emp.metrics.job;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.util.ClassUtils;

/**
 * Proxies the beans that have metered methods. Last in the order, with its advice closest
 * to the method, so that it sees each attempt that {@code @Retryable} makes and runs on
 * the thread that {@code @Async} chose.
 */
final class MeteredJobPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	private final transient MeteredMethods methods;

	MeteredJobPostProcessor(MeteredMethods methods, Supplier<JobMetrics> metrics, boolean proxyTargetClass) {
		this.methods = methods;
		this.advisor = new DefaultPointcutAdvisor(new MeteredPointcut(methods),
				new MeteredJobInterceptor(methods, metrics));
		setProxyTargetClass(proxyTargetClass);
	}

	@Override
	@SuppressWarnings("ReferenceEquality")
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (isAdvised(bean)) {
			// the same object under a second name, or a proxy of a metered one
			return bean;
		}
		Object processed = super.postProcessAfterInitialization(bean, beanName);
		if (processed != bean || isAdvised(processed)) {
			this.methods.discover(AopUtils.getTargetClass(bean), Proxy.isProxyClass(processed.getClass()));
		}
		return processed;
	}

	@Override
	public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
		// asked in ahead-of-time processing: no class can extend a closed one
		return (ProxyView.closed(beanClass) != null) ? beanClass : super.determineBeanType(beanClass, beanName);
	}

	@Override
	protected boolean isEligible(Class<?> targetClass) {
		if (!this.methods.isCandidate(targetClass) || !super.isEligible(targetClass)) {
			return false;
		}
		String closed = ProxyView.closed(targetClass);
		if (closed != null && !isSeenByInterface(targetClass)) {
			this.methods.passOver(targetClass, closed);
			return false;
		}
		return true;
	}

	@Override
	protected ProxyFactory prepareProxyFactory(Object bean, String beanName) {
		ProxyFactory factory = super.prepareProxyFactory(bean, beanName);
		if (ProxyView.closed(bean.getClass()) != null) {
			factory.setProxyTargetClass(false);
		}
		return factory;
	}

	private boolean isAdvised(Object bean) {
		Object candidate = bean;
		while (candidate instanceof Advised advised && this.advisor != null) {
			if (advised.indexOf(this.advisor) >= 0) {
				return true;
			}
			candidate = AopProxyUtils.getSingletonTarget(candidate);
		}
		return false;
	}

	private boolean isSeenByInterface(Class<?> type) {
		return Stream.of(ClassUtils.getAllInterfacesForClass(type))
			.filter((implemented) -> !isConfigurationCallbackInterface(implemented)
					&& !isInternalLanguageInterface(implemented))
			.flatMap((implemented) -> Stream.of(implemented.getMethods()))
			.anyMatch((method) -> this.methods.isMetered(method, type));
	}

	/**
	 * Matches the methods that are metered.
	 */
	private static final class MeteredPointcut extends StaticMethodMatcherPointcut {

		private final MeteredMethods methods;

		MeteredPointcut(MeteredMethods methods) {
			this.methods = methods;
			setClassFilter(methods::isCandidate);
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return this.methods.isMetered(method, targetClass);
		}

	}

}
