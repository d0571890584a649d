package dev.emp.metrics.benchmarks;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.DefaultPointcutAdvisor;

/**
 * The same call unmetered: without a proxy, and through one like the library's that only
 * proceeds. What the library costs is counted from the latter.
 */
@State(Scope.Benchmark)
public class ProxyBenchmark {

	private final RenderJob job = RenderJob.sample();

	private final PlainHandler handler = new PlainHandler();

	private final PlainHandler proxy = proxy(this.handler);

	@Benchmark
	public Image plainCall() {
		return this.handler.plain(this.job);
	}

	@Benchmark
	public Image bareProxy() {
		return this.proxy.plain(this.job);
	}

	@Benchmark
	public Object bareProxyFailing() {
		try {
			return this.proxy.failing(this.job);
		}
		catch (IllegalStateException ex) {
			return ex;
		}
	}

	static PlainHandler proxy(PlainHandler target) {
		ProxyFactory factory = new ProxyFactory(target);
		factory.setProxyTargetClass(true);
		factory.addAdvisor(new DefaultPointcutAdvisor(new Proceed()));
		return (PlainHandler) factory.getProxy();
	}

	/**
	 * Only proceeds.
	 */
	private static final class Proceed implements MethodInterceptor {

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			return invocation.proceed();
		}

	}

}
