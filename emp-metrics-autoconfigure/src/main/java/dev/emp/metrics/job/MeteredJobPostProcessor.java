package dev.emp.metrics.job;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * Proxies the beans that have metered methods. Last in the order, with its advice closest
 * to the method, so that it sees each attempt that {@code @Retryable} makes and runs on
 * the thread that {@code @Async} chose.
 */
final class MeteredJobPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	private static final Log logger = LogFactory.getLog(MeteredJob.class);

	private final transient MeteredMethods methods;

	private final transient Set<Class<?>> passedOver = ConcurrentHashMap.newKeySet();

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
			this.methods.discover(AopUtils.getTargetClass(bean));
		}
		return processed;
	}

	@Override
	public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
		// asked in ahead-of-time processing: no class can extend a closed one
		return isClosed(beanClass) ? beanClass : super.determineBeanType(beanClass, beanName);
	}

	@Override
	protected boolean isEligible(Class<?> targetClass) {
		if (!super.isEligible(targetClass)) {
			return false;
		}
		if (isClosed(targetClass) && !isSeenByInterface(targetClass)) {
			warnOfClosed(targetClass);
			return false;
		}
		return true;
	}

	@Override
	protected ProxyFactory prepareProxyFactory(Object bean, String beanName) {
		ProxyFactory factory = super.prepareProxyFactory(bean, beanName);
		if (isClosed(bean.getClass())) {
			factory.setProxyTargetClass(false);
		}
		return factory;
	}

	private void warnOfClosed(Class<?> type) {
		if (this.passedOver.add(type)) {
			logger.warn("@MeteredJob on " + type
					+ " is not counted: the class is final, sealed or has no constructor that "
					+ "a proxy can see, and none of its interfaces has the method. Remove 'final' (in Kotlin add 'open'), "
					+ "or use JobRecorder.");
		}
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

	private static boolean isClosed(Class<?> type) {
		return Modifier.isFinal(type.getModifiers()) || type.isSealed()
				|| (!type.isInterface() && hidesConstructors(type));
	}

	private static boolean hidesConstructors(Class<?> type) {
		return Stream.of(type.getDeclaredConstructors())
			.allMatch((constructor) -> Modifier.isPrivate(constructor.getModifiers()));
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
			setClassFilter((type) -> AnnotationUtils.isCandidateClass(type, MeteredJob.class));
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return this.methods.isMetered(method, targetClass);
		}

	}

}
