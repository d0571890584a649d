package dev.emp.metrics.job;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;

import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.interceptor.AsyncExecutionInterceptor;
import org.springframework.aop.interceptor.ConcurrencyThrottleInterceptor;
import org.springframework.aop.support.AbstractBeanFactoryPointcutAdvisor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.resilience.retry.AbstractRetryInterceptor;

/**
 * The advice that decides where, when and how often a job runs, which the meter follows:
 * {@code @Async}, {@code @ConcurrencyLimit} and {@code @Retryable}, also that of Spring
 * Retry.
 */
final class LeadingAdvice {

	private static final List<Class<?>> TYPES = List.of(AsyncExecutionInterceptor.class,
			ConcurrencyThrottleInterceptor.class, AbstractRetryInterceptor.class);

	/** Packages whose advice is private or not on every class path. */
	private static final List<String> PACKAGES = List.of("org.springframework.resilience.",
			"org.springframework.retry.");

	private LeadingAdvice() {
	}

	/**
	 * Put an advisor directly behind the leading advice of a proxy, and before all else.
	 * @param proxy the proxy, which has the advisor
	 * @param advisor the advisor
	 * @param beanFactory knows the types of advice that is a bean
	 */
	static void follow(Advised proxy, Advisor advisor, @Nullable BeanFactory beanFactory) {
		List<Advisor> others = Stream.of(proxy.getAdvisors()).filter((other) -> !other.equals(advisor)).toList();
		int place = others.size();
		while (place > 0 && !leads(adviceType(others.get(place - 1), beanFactory))) {
			place--;
		}
		if (proxy.indexOf(advisor) != place && !proxy.isFrozen()) {
			proxy.removeAdvisor(advisor);
			proxy.addAdvisor(place, advisor);
		}
	}

	/**
	 * Whether leading advice of a proxy applies to a method.
	 * @param proxy the proxy, which is in use
	 * @param method the method
	 * @param targetClass the class of the proxy's target
	 * @return whether any does
	 */
	static boolean leads(Advised proxy, Method method, Class<?> targetClass) {
		return Stream.of(proxy.getAdvisors())
			.anyMatch((advisor) -> leads(advisor.getAdvice().getClass()) && applies(advisor, method, targetClass));
	}

	/**
	 * Whether an advisor applies to a method.
	 * @param advisor the advisor
	 * @param method the method
	 * @param targetClass the class of the proxy's target
	 * @return whether its pointcut, if any, matches
	 */
	static boolean applies(Advisor advisor, Method method, Class<?> targetClass) {
		return !(advisor instanceof PointcutAdvisor chosen)
				|| (chosen.getPointcut().getClassFilter().matches(targetClass)
						&& chosen.getPointcut().getMethodMatcher().matches(method, targetClass));
	}

	private static boolean leads(@Nullable Class<?> advice) {
		return advice != null && (TYPES.stream().anyMatch((type) -> type.isAssignableFrom(advice))
				|| PACKAGES.stream().anyMatch(advice.getName()::startsWith));
	}

	private static @Nullable Class<?> adviceType(Advisor advisor, @Nullable BeanFactory beanFactory) {
		if (advisor instanceof AbstractBeanFactoryPointcutAdvisor named && named.getAdviceBeanName() != null) {
			// asking for the advice would make it, and all that it needs, too early
			return (beanFactory != null) ? type(named.getAdviceBeanName(), beanFactory) : null;
		}
		Advice advice = advisor.getAdvice();
		return advice.getClass();
	}

	private static @Nullable Class<?> type(String beanName, BeanFactory beanFactory) {
		try {
			return beanFactory.getType(beanName, false);
		}
		catch (NoSuchBeanDefinitionException ex) {
			return null;
		}
	}

}
