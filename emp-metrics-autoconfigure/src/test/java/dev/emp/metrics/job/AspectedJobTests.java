package dev.emp.metrics.job;

import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanDefinitionCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.annotation.PersistenceExceptionTranslationPostProcessor;
import org.springframework.dao.support.PersistenceExceptionTranslator;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.stereotype.Repository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for metered jobs beside the application's own aspects: what leaves the last of
 * them is counted.
 */
class AspectedJobTests extends ChainContext {

	private static final BeanDefinitionCustomizer INFRASTRUCTURE = (definition) -> definition
		.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);

	@ParameterizedTest
	@MethodSource("chains")
	void countsAnExceptionThatAnAspectSwallowsAsCompleted(Chain chain) {
		advised(chain, (invocation) -> {
			try {
				return invocation.proceed();
			}
			catch (IllegalStateException ex) {
				return "instead";
			}
		}).run((context) -> {
			assertThat(context.getBean(Work.class).run("fail")).isEqualTo("instead");
			assertAttempts("work", 1, 0);
			assertThat(count("errors")).isZero();
		});
	}

	@ParameterizedTest
	@MethodSource("chains")
	void countsAnExceptionThatAnAspectReplacesAsTheOther(Chain chain) {
		advised(chain, (invocation) -> {
			try {
				return invocation.proceed();
			}
			catch (IllegalStateException ex) {
				throw new UnsupportedOperationException("another");
			}
		}).run((context) -> {
			assertThat(thrownBy(() -> context.getBean(Work.class).run("fail")))
				.isInstanceOf(UnsupportedOperationException.class);
			assertAttempts("work", 0, 1);
			assertThat(count("errors", "error.name", "UnsupportedOperationException")).isOne();
			assertThat(count("errors")).isOne();
		});
	}

	@ParameterizedTest
	@MethodSource("chains")
	void countsAnExceptionThatAnAspectAddsAsFailed(Chain chain) {
		advised(chain, (invocation) -> {
			invocation.proceed();
			throw new UnsupportedOperationException("afterwards");
		}).run((context) -> {
			assertThat(thrownBy(() -> context.getBean(Work.class).run("go")))
				.isInstanceOf(UnsupportedOperationException.class);
			assertAttempts("work", 0, 1);
			assertThat(this.registry.find("job.last.success.age").gauge()).isNull();
		});
	}

	@ParameterizedTest
	@MethodSource("chains")
	void countsEachAttemptAroundAnAspectUnderRetryable(Chain chain) {
		RetriedWorker handler = new RetriedWorker();
		runner(chain, handler).withBean("failing", FailingAdvisor.class, () -> new FailingAdvisor((invocation) -> {
			Object result = invocation.proceed();
			if (handler.calls < 3) {
				throw new IllegalStateException("too early");
			}
			return result;
		}), INFRASTRUCTURE).run((context) -> {
			context.getBean(Work.class).run("go");
			assertAttempts("work", 1, 2);
			assertThat(count("job.retries")).isEqualTo(2);
			assertThat(count("job.outcomes", "kind", "success_after_retry")).isOne();
		});
	}

	@ParameterizedTest
	@MethodSource("chains")
	void countsTheExceptionOfARepositoryAsSpringTranslatesIt(Chain chain) {
		runner(chain, new Store()).withUserConfiguration(Translation.class).run((context) -> {
			assertThat(thrownBy(() -> context.getBean(Work.class).run("a"))).isInstanceOf(DuplicateKeyException.class);
			assertAttempts("store", 0, 1);
			assertThat(count("errors", "error.name", "DuplicateKeyException")).isOne();
			assertThat(count("errors")).isOne();
		});
	}

	@Test
	void countsWhatAnAspectOfAspectJThatComesFirstOfAllReturns() {
		runner(new Chain(true, Creator.WEAVER, false), new Worker()).withBean(Swallowing.class).run((context) -> {
			assertThat(context.getBean(Work.class).run("fail")).isEqualTo("swallowed");
			assertAttempts("work", 1, 0);
		});
	}

	private ApplicationContextRunner advised(Chain chain, MethodInterceptor advice) {
		Supplier<FailingAdvisor> advisor = () -> new FailingAdvisor(advice);
		return runner(chain, new Worker()).withBean("failing", FailingAdvisor.class, advisor, INFRASTRUCTURE);
	}

	/**
	 * An advisor that comes before all others.
	 */
	@SuppressWarnings("serial")
	static class FailingAdvisor extends DefaultPointcutAdvisor implements PriorityOrdered {

		FailingAdvisor(MethodInterceptor advice) {
			super(new AnnotationMatchingPointcut(null, MeteredJob.class, true), advice);
			setOrder(Ordered.HIGHEST_PRECEDENCE);
		}

	}

	@Aspect
	public static class Swallowing implements PriorityOrdered {

		@Around("@annotation(dev.emp.metrics.job.MeteredJob)")
		public @Nullable Object swallow(ProceedingJoinPoint call) throws Throwable {
			try {
				return call.proceed();
			}
			catch (IllegalStateException ex) {
				return "swallowed";
			}
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Translation {

		@Bean
		static PersistenceExceptionTranslationPostProcessor translation() {
			return new PersistenceExceptionTranslationPostProcessor();
		}

		@Bean
		PersistenceExceptionTranslator translator() {
			return (error) -> new DuplicateKeyException("there already", error);
		}

	}

	public interface StoreWork extends Work {

		// Spring translates nothing that the method declares
		@Override
		@Nullable Object run(String text);

	}

	@Repository
	public static class Store implements StoreWork {

		@Override
		@MeteredJob("store")
		public Object run(String text) {
			throw new IllegalStateException("no");
		}

	}

	public static class Worker implements Work {

		@Override
		@MeteredJob("work")
		public Object run(String text) {
			if (text.equals("fail")) {
				throw new IllegalStateException("no");
			}
			return text;
		}

	}

	public interface RetriedWork extends Work {

		@Override
		@Retryable(maxRetries = 3, delay = 1)
		@Nullable Object run(String text);

	}

	public static class RetriedWorker implements RetriedWork {

		int calls;

		@Override
		@MeteredJob("work")
		public Object run(String text) {
			this.calls++;
			return text;
		}

	}

}
