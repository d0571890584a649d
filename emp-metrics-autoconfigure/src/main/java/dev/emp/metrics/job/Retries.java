package dev.emp.metrics.job;

import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.Advised;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.resilience.annotation.RetryAnnotationBeanPostProcessor;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.resilience.retry.AbstractRetryInterceptor;

/**
 * Knows whether Spring's retry leads the calls of a method, which only the proxy tells.
 */
final class Retries {

	/** What the last proxy told. Without a barrier: it is found again. */
	private @Nullable Told told;

	/**
	 * The attempts that a call belongs to.
	 * @param invocation the call
	 * @return the attempts, or null if nothing retries the method
	 */
	@Nullable Attempts attempts(MethodInvocation invocation) {
		if (!(invocation instanceof ProxyMethodInvocation call)) {
			return null;
		}
		Object source = source(call.getProxy());
		Told last = this.told;
		if (last == null || !last.source().refersTo(source)) {
			last = new Told(new WeakReference<>(source), isRetried(call));
			this.told = last;
		}
		return last.retried() ? Attempts.of(call) : null;
	}

	private static Object source(Object proxy) {
		// Spring generates one class for equal advice, but the JDK one for equal
		// interfaces
		return Proxy.isProxyClass(proxy.getClass()) ? proxy : proxy.getClass();
	}

	private static boolean isRetried(ProxyMethodInvocation call) {
		Object target = call.getThis();
		Class<?> type = (target != null) ? target.getClass() : call.getMethod().getDeclaringClass();
		if (call.getProxy() instanceof Advised proxy) {
			for (Advisor advisor : proxy.getAdvisors()) {
				if (advisor.getAdvice() instanceof AbstractRetryInterceptor advice
						&& LeadingAdvice.applies(advisor, call.getMethod(), type)
						&& isWilling(advice, call.getMethod(), type)) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean isWilling(AbstractRetryInterceptor advice, Method method, Class<?> type) {
		// the pointcut finds the annotation of a class that a proxy by interface hides
		return advice.getClass().getEnclosingClass() != RetryAnnotationBeanPostProcessor.class
				|| AnnotatedElementUtils.hasAnnotation(method, Retryable.class)
				|| AnnotatedElementUtils.hasAnnotation(type, Retryable.class);
	}

	/**
	 * What one proxy told.
	 *
	 * @param source the proxy, or the class that all proxies of its kind have
	 * @param retried whether it retries the method
	 */
	private record Told(WeakReference<Object> source, boolean retried) {
	}

}
