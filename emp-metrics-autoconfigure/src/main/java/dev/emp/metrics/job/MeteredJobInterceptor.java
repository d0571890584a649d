package dev.emp.metrics.job;

import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.TargetClassAware;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;

import dev.emp.metrics.support.Guarded;

/**
 * Leads each call of a metered method through its handler.
 */
final class MeteredJobInterceptor implements MethodInterceptor {

	private final MeteredMethods methods;

	private final Supplier<JobMetrics> metrics;

	private final NestedProxies nested = new NestedProxies(this);

	private final Guarded guard = new Guarded("The metering of jobs",
			"Calls go on and are not counted until it is possible.", () -> {
			});

	MeteredJobInterceptor(MeteredMethods methods, Supplier<JobMetrics> metrics) {
		this.methods = methods;
		this.metrics = metrics;
	}

	// the checker does not always see the annotation of the interface, whose class has it
	@SuppressWarnings("NullAway")
	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		JobHandler handler = handler(invocation);
		if (handler == null) {
			return invocation.proceed();
		}
		boolean counted = this.nested.isCounted(invocation);
		return (counted || invocation.getThis() instanceof Advised)
				? this.nested.call(invocation, counted, (call) -> metered(handler, call))
				: metered(handler, invocation);
	}

	private static @Nullable Object metered(JobHandler handler, MethodInvocation invocation) throws Throwable {
		return handler.results().perSubscription() ? perSubscription(handler, invocation) : call(handler, invocation);
	}

	// nothing in here but the call itself throws: what fails of ours costs a sample
	private static @Nullable Object call(JobHandler handler, MethodInvocation invocation) throws Throwable {
		CallContext context = handler.context(invocation);
		Attempts attempts = handler.attempts(invocation);
		JobRun run = handler.prepare(context, attempts);
		long input = handler.inputBytes(context);
		JobRun outer = JobRun.swapCurrent(run);
		handler.begin(run, context);
		JobSpan.Scope scope = JobSpan.open(run);
		try {
			Object result = invocation.proceed();
			Object value = handler.results().value(result);
			if (value == JobResults.Promise.PENDING && result != null) {
				JobCall call = handler.pending(run, context, input);
				return (call != null) ? handler.follow(result, call, invocation, attempts) : result;
			}
			run.lastAttempt();
			handler.returned(run, context, value, input);
			return result;
		}
		catch (Throwable ex) {
			handler.threw(run, ex, input);
			throw ex;
		}
		finally {
			JobSpan.close(scope);
			JobRun.swapCurrent(outer);
		}
	}

	private static @Nullable Object perSubscription(JobHandler handler, MethodInvocation invocation) throws Throwable {
		Attempts attempts = handler.attempts(invocation);
		JobCall call = handler.call(invocation, attempts);
		if (call == null) {
			return invocation.proceed();
		}
		handler.results().prepare(invocation);
		JobRun outer = JobRun.swapCurrent(call.run());
		try {
			Object result = invocation.proceed();
			if (result != null && handler.results().value(result) == JobResults.Promise.PENDING) {
				return handler.follow(result, call, invocation, attempts);
			}
			call.begin();
			call.completed(result);
			return result;
		}
		catch (Throwable ex) {
			call.begin();
			handler.threw(call.run(), ex, call.inputBytes());
			throw ex;
		}
		finally {
			JobRun.swapCurrent(outer);
		}
	}

	private Class<?> targetClass(MethodInvocation invocation) {
		Object target = invocation.getThis();
		if (target != null) {
			return (target instanceof TargetClassAware) ? this.methods.targetClass(target) : target.getClass();
		}
		return (invocation instanceof ProxyMethodInvocation call) ? AopUtils.getTargetClass(call.getProxy())
				: invocation.getMethod().getDeclaringClass();
	}

	private @Nullable JobHandler handler(MethodInvocation invocation) {
		try {
			return this.methods.handler(invocation.getMethod(), targetClass(invocation), this.metrics);
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
			return null;
		}
	}

}
