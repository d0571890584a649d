package dev.emp.metrics.job;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Proxies the beans that have metered methods. It follows the auto-proxy creator and
 * comes before all that hands a bean on, such as listeners and schedulers, so that none
 * of them keeps a bean that nothing meters. Its advice sees each attempt that
 * {@code @Retryable} makes, runs on the thread that {@code @Async} chose, and leads all
 * other advice: what the caller sees is what is counted.
 */
final class MeteredJobPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	private final transient MeteredMethods methods;

	private final transient Advisor meter;

	/** What was handed out before the bean was complete, by name of the bean. */
	private final transient Map<String, Object> early = new ConcurrentHashMap<>();

	MeteredJobPostProcessor(MeteredMethods methods, Supplier<JobMetrics> metrics, boolean proxyTargetClass) {
		this.methods = methods;
		this.meter = new DefaultPointcutAdvisor(new MeteredPointcut(methods),
				new MeteredJobInterceptor(methods, metrics));
		this.advisor = this.meter;
		setBeforeExistingAdvisors(true);
		setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
		setProxyTargetClass(proxyTargetClass);
	}

	@Override
	@SuppressWarnings("ReferenceEquality")
	public Object getEarlyBeanReference(Object bean, String beanName) {
		Object processed = process(bean, beanName);
		if (processed != bean || isMetered(processed)) {
			this.early.put(beanName, processed);
		}
		return processed;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Object reference = this.early.remove(beanName);
		if (reference != null && isInside(bean, reference)) {
			// the container goes on with the reference if the bean stays as it is
			return bean;
		}
		return process(bean, beanName);
	}

	/**
	 * Put the meter in its place once all other advice is there, of a proxy that was made
	 * around a metered bean too.
	 * @param bean a bean that no other post-processor changes any more
	 * @param beanName the name of the bean
	 * @return the bean
	 */
	Object complete(Object bean, String beanName) {
		return (bean instanceof Advised) ? process(bean, beanName) : bean;
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

	@SuppressWarnings("ReferenceEquality")
	private Object process(Object bean, String beanName) {
		// metered already: last of all, or the same object under a second name
		Object processed = isMetered(bean) ? bean : super.postProcessAfterInitialization(bean, beanName);
		if (processed instanceof Advised proxy && isMetered(processed)) {
			this.methods.discover(beanName, this.methods.targetClass(bean), Proxy.isProxyClass(processed.getClass()));
			LeadingAdvice.follow(proxy, this.meter, this.beanFactory);
		}
		return processed;
	}

	private boolean isMetered(Object bean) {
		return bean instanceof Advised proxy && proxy.indexOf(this.meter) >= 0;
	}

	@SuppressWarnings("ReferenceEquality")
	private static boolean isInside(Object bean, Object reference) {
		Object candidate = reference;
		while (candidate != null && candidate != bean) {
			candidate = AopProxyUtils.getSingletonTarget(candidate);
		}
		return candidate == bean;
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
