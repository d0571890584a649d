package dev.emp.metrics.job;

import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;

import dev.emp.metrics.support.Guarded;

/**
 * Leads each call of a metered method through its handler.
 */
final class MeteredJobInterceptor implements MethodInterceptor {

	private final MeteredMethods methods;

	private final Supplier<JobMetrics> metrics;

	private final Guarded guard = new Guarded("The metering of jobs",
			"Calls go on and are not counted until it is possible.", () -> {
			});

	MeteredJobInterceptor(MeteredMethods methods, Supplier<JobMetrics> metrics) {
		this.methods = methods;
		this.metrics = metrics;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		JobHandler handler = handler(invocation);
		return (handler != null) ? handler.invoke(invocation) : invocation.proceed();
	}

	private static Class<?> proxyClass(MethodInvocation invocation) {
		return (invocation instanceof ProxyMethodInvocation call) ? AopUtils.getTargetClass(call.getProxy())
				: invocation.getMethod().getDeclaringClass();
	}

	private @Nullable JobHandler handler(MethodInvocation invocation) {
		Object target = invocation.getThis();
		Class<?> targetClass = (target != null) ? target.getClass() : proxyClass(invocation);
		try {
			return this.methods.handler(invocation.getMethod(), targetClass, this.metrics);
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
			return null;
		}
	}

}
