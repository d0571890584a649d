package dev.emp.metrics.job;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NestedProxies}: beans with a proxy around their proxy.
 */
class NestedProxyTests extends ChainContext {

	static final MethodInterceptor FAILS_AFTERWARDS = (invocation) -> {
		invocation.proceed();
		throw new UnsupportedOperationException("afterwards");
	};

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void countsWhatASecondAutoProxyCreatorMakesOfACall(boolean byClass) {
		runner().withBean("worker", Worker.class)
			.withBean("advice", MethodInterceptor.class, () -> FAILS_AFTERWARDS)
			.withBean(BeanNameAutoProxyCreator.class, () -> {
				BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
				creator.setBeanNames("worker");
				creator.setInterceptorNames("advice");
				creator.setProxyTargetClass(byClass);
				return creator;
			})
			.run((context) -> assertFailsOnce(context.getBean(Work.class)));
	}

	@Test
	void countsWhatACreatorOfAdvisorsMakesOfACall() {
		runner().withBean("worker", Worker.class)
			.withBean("failing", AspectedJobTests.FailingAdvisor.class,
					() -> new AspectedJobTests.FailingAdvisor(FAILS_AFTERWARDS))
			.withBean(DefaultAdvisorAutoProxyCreator.class)
			.run((context) -> assertFailsOnce(context.getBean(Work.class)));
	}

	@ParameterizedTest
	@ValueSource(ints = { Ordered.HIGHEST_PRECEDENCE, 0, Ordered.LOWEST_PRECEDENCE })
	void countsWhatAnotherPostProcessorMakesOfACall(int order) {
		wrapped(new Wrapper(order, (bean) -> proxy(bean, FAILS_AFTERWARDS, false)))
			.run((context) -> assertFailsOnce(context.getBean(Work.class)));
	}

	@ParameterizedTest
	@ValueSource(ints = { Ordered.HIGHEST_PRECEDENCE, 0, Ordered.LOWEST_PRECEDENCE })
	void countsOnceThroughAFrozenProxy(int order) {
		wrapped(new Wrapper(order, (bean) -> proxy(bean, FAILS_AFTERWARDS, true)))
			.run((context) -> assertFailsOnce(context.getBean(Work.class)));
	}

	@ParameterizedTest
	@ValueSource(ints = { Ordered.HIGHEST_PRECEDENCE, 0, Ordered.LOWEST_PRECEDENCE })
	void countsOnceBehindADecorator(int order) {
		wrapped(new Wrapper(order, (bean) -> decorated((Work) bean))).run((context) -> {
			context.getBean("worker", Work.class).run("a");
			context.getBean("worker", Work.class).run("a");
			if (order == Ordered.HIGHEST_PRECEDENCE) {
				// the annotation is on the class, which the decorator hides
				assertThat(count("jobs.processed")).isZero();
			}
			else {
				assertAttempts("work", 2, 0);
			}
		});
	}

	@Test
	void countsTheCallsOfWhoeverTookTheInnerProxy() {
		List<Object> taken = new ArrayList<>();
		wrapped(new Wrapper(1, (bean) -> {
			taken.add(bean);
			return proxy(bean, (invocation) -> invocation.proceed(), false);
		})).run((context) -> {
			assertThat(taken).singleElement().isInstanceOf(Advised.class).isNotSameAs(context.getBean(Work.class));
			((Work) taken.get(0)).run("a");
			assertAttempts("work", 1, 0);
			context.getBean(Work.class).run("a");
			assertAttempts("work", 2, 0);
			((Work) taken.get(0)).run("a");
			assertAttempts("work", 3, 0);
		});
	}

	@Test
	void countsACallThatAHandlerMakesOfItself() {
		wrapped(new Wrapper(1, (bean) -> proxy(bean, (invocation) -> invocation.proceed(), false)), Recursive.class)
			.run((context) -> {
				context.getBean(Work.class).run("abc");
				assertAttempts("recursive", 4, 0);
			});
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, Ordered.LOWEST_PRECEDENCE })
	void countsAttemptsWhereTheRetryIsInAnyOfThreeProxies(int order) {
		Wrapper one = new Wrapper(order, (bean) -> proxy(bean, (invocation) -> invocation.proceed(), false));
		Wrapper two = new Wrapper(order, (bean) -> proxy(bean, (invocation) -> invocation.proceed(), false));
		wrapped(one, Retried.class).withBean("two", Wrapper.class, () -> two)
			.withUserConfiguration(Resilience.class)
			.run((context) -> {
				context.getBean(Work.class).run("a");
				assertAttempts("retried", 1, 2);
				assertThat(count("job.retries")).isEqualTo(2);
				assertThat(count("job.outcomes", "kind", "success_after_retry")).isOne();
			});
	}

	@Test
	void countsNoRetryWhereAProxyByInterfaceHidesTheAnnotationFromSpring() {
		runner().withPropertyValues("spring.aop.proxy-target-class=false")
			.withUserConfiguration(Resilience.class)
			.withBean("retried", Retried.class)
			.run((context) -> {
				assertThat(thrownBy(() -> context.getBean(Work.class).run("a")))
					.isInstanceOf(IllegalStateException.class);
				assertAttempts("retried", 0, 1);
				assertThat(count("job.outcomes", "kind", "unknown")).isOne();
			});
	}

	@Test
	void countsOnceWhereAThreadFindsNoMemoryToNoteTheCall() {
		wrapped(new Wrapper(0, (bean) -> proxy(bean, MethodInvocation::proceed, false))).run((context) -> {
			Work work = context.getBean(Work.class);
			for (Object candidate = work; candidate instanceof Advised proxy; candidate = AopProxyUtils
				.getSingletonTarget(candidate)) {
				Stream.of(proxy.getAdvisors())
					.map(Advisor::getAdvice)
					.filter(MeteredJobInterceptor.class::isInstance)
					.map((meter) -> ReflectionTestUtils.getField(meter, "nested"))
					.forEach((nested) -> ReflectionTestUtils.setField(nested, "counted", new FullThreadLocal()));
			}
			assertThat(work.run("a")).isEqualTo("a");
			assertThat(work.run("a")).isEqualTo("a");
			assertAttempts("work", 2, 0);
		});
	}

	private ApplicationContextRunner wrapped(Wrapper wrapper) {
		return wrapped(wrapper, Worker.class);
	}

	private ApplicationContextRunner wrapped(Wrapper wrapper, Class<? extends Work> type) {
		return runner().withBean("worker", type).withBean("wrapper", Wrapper.class, () -> wrapper);
	}

	private void assertFailsOnce(Work work) {
		assertThat(thrownBy(() -> work.run("a"))).isInstanceOf(UnsupportedOperationException.class);
		assertAttempts("work", 0, 1);
	}

	private static Work decorated(Work work) {
		return (text) -> work.run(text);
	}

	private static Object proxy(Object bean, MethodInterceptor advice, boolean frozen) {
		ProxyFactory factory = new ProxyFactory(bean);
		factory.setProxyTargetClass(true);
		factory.addAdvice(advice);
		factory.setFrozen(frozen);
		return factory.getProxy();
	}

	/**
	 * Makes something else of the worker, early or late.
	 *
	 * @param order the order; the highest comes before the auto-proxy creator
	 * @param wrap makes something else of the bean
	 */
	private record Wrapper(int order, UnaryOperator<Object> wrap) implements BeanPostProcessor, Ordered {

		@Override
		public int getOrder() {
			return this.order;
		}

		@Override
		public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
			return beanName.equals("worker") ? this.wrap.apply(bean) : bean;
		}

	}

	/**
	 * Of a thread without memory.
	 */
	private static final class FullThreadLocal extends ThreadLocal<@Nullable Object> {

		@Override
		public @Nullable Object get() {
			throw new OutOfMemoryError("Java heap space");
		}

	}

	public static class Worker implements Work {

		@Override
		@MeteredJob("work")
		public Object run(String text) {
			return text;
		}

	}

	public static class Recursive implements Work {

		private final Work self;

		Recursive(@Lazy Work self) {
			this.self = self;
		}

		@Override
		@MeteredJob("recursive")
		public Object run(String text) throws Exception {
			if (!text.isEmpty()) {
				this.self.run(text.substring(1));
			}
			return text;
		}

	}

	public static class Retried implements Work {

		private int calls;

		@Override
		@MeteredJob("retried")
		@Retryable(maxRetries = 3, delay = 1)
		public Object run(String text) {
			if (this.calls++ < 2) {
				throw new IllegalStateException("not yet");
			}
			return text;
		}

	}

}
