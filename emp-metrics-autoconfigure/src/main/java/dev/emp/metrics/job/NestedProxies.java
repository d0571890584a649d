package dev.emp.metrics.job;

import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;

/**
 * Counts a call once that goes through several metered proxies, one around another: in
 * the outermost, unless what leads the attempts is further in. Those that took an inner
 * proxy are counted there.
 */
final class NestedProxies {

	private final Advice meter;

	/**
	 * The proxy whose next call on this thread is counted further out, in this context.
	 */
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<@Nullable Object> counted = new ThreadLocal<>();

	private volatile boolean used;

	NestedProxies(Advice meter) {
		this.meter = meter;
	}

	/**
	 * Whether a proxy further out counts a call. Asked once for each call.
	 * @param invocation the call
	 * @return whether it is counted already
	 */
	@SuppressWarnings("ReferenceEquality")
	boolean isCounted(MethodInvocation invocation) {
		if (!this.used || !(invocation instanceof ProxyMethodInvocation call)) {
			return false;
		}
		try {
			if (this.counted.get() != call.getProxy()) {
				return false;
			}
			this.counted.remove();
			return true;
		}
		catch (VirtualMachineError ex) {
			// the first look of a thread takes memory
			return false;
		}
	}

	/**
	 * Count a call, or leave it to a proxy further in.
	 * @param invocation the call of a proxy whose target is a proxy
	 * @param isCounted whether a proxy further out counts it
	 * @param count counts it
	 * @return what the call returns
	 * @throws Throwable what the call throws
	 */
	@Nullable Object call(MethodInvocation invocation, boolean isCounted, Count count) throws Throwable {
		Advised inner = null;
		boolean led = false;
		Object candidate = invocation.getThis();
		while (candidate instanceof Advised proxy) {
			inner = (inner == null && isMetered(proxy)) ? proxy : inner;
			led |= LeadingAdvice.leads(proxy, invocation.getMethod(), AopUtils.getTargetClass(proxy));
			candidate = AopProxyUtils.getSingletonTarget(proxy);
		}
		if (inner == null || (led && !isCounted)) {
			return (isCounted || inner != null) ? invocation.proceed() : count.call(invocation);
		}
		this.used = true;
		Object outer;
		try {
			outer = this.counted.get();
			this.counted.set(inner);
		}
		catch (VirtualMachineError ex) {
			// the proxy further in counts a call that is not noted
			return invocation.proceed();
		}
		try {
			return isCounted ? invocation.proceed() : count.call(invocation);
		}
		finally {
			if (outer != null) {
				this.counted.set(outer);
			}
			else {
				this.counted.remove();
			}
		}
	}

	// each advice is itself alone
	@SuppressWarnings("ReferenceEquality")
	private boolean isMetered(Advised proxy) {
		for (var advisor : proxy.getAdvisors()) {
			if (advisor.getAdvice() == this.meter) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Counts a call.
	 */
	interface Count {

		@Nullable Object call(MethodInvocation invocation) throws Throwable;

	}

}
