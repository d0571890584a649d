package dev.emp.metrics.job;

import java.io.IOException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.concurrent.Callable;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.util.ReflectionUtils;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a job runs, and gives what it gives, where an error keeps the metering from
 * its work before, during and after the call.
 */
class BrokenMeteringTests extends JobContext {

	static final Error[] ERRORS = { new OutOfMemoryError("Java heap space"), new NoClassDefFoundError("Missing"),
			new StackOverflowError(), new AssertionError("of a pointcut") };

	@ParameterizedTest
	@FieldSource("ERRORS")
	void countsACallOfWhichItCannotBeToldWhetherItIsRetried(Error error) {
		withInterceptor((interceptor) -> {
			Call call = new Call("plain", () -> "done");
			call.proxyError = error;
			assertThat(interceptor.invoke(call)).isEqualTo("done");
			assertThat(count("jobs.processed", "job.name", "plain", "status", "completed")).isOne();
			assertThat(count("jobs.processed", "job.name", "plain", "priority", "first", "status", "started")).isOne();
			IOException thrown = new IOException();
			Call failing = new Call("plain", () -> {
				throw thrown;
			});
			failing.proxyError = error;
			assertThat(thrownBy(() -> interceptor.invoke(failing))).isSameAs(thrown);
			assertThat(count("jobs.processed", "job.name", "plain", "status", "failed")).isOne();
			assertThat(gauge("jobs.active", "job.name", "plain", "priority", "first")).isZero();
		});
	}

	@ParameterizedTest
	@FieldSource("ERRORS")
	void countsACallWhoseArgumentsCannotBeHad(Error error) {
		withInterceptor((interceptor) -> {
			Call call = new Call("plain", () -> "done");
			call.argumentsError = error;
			assertThat(interceptor.invoke(call)).isEqualTo("done");
			assertThat(count("jobs.processed", "job.name", "plain", "priority", "unknown", "status", "completed"))
				.isOne();
		});
	}

	@ParameterizedTest
	@FieldSource("ERRORS")
	@SuppressWarnings("unchecked")
	void countsEachSubscriptionOfWhichItCannotBeToldWhetherItIsRetried(Error error) {
		withInterceptor((interceptor) -> {
			Call call = new Call("mono", () -> Mono.just("done"));
			call.proxyError = error;
			Mono<String> mono = (Mono<String>) interceptor.invoke(call);
			assertThat(mono).isNotNull();
			call.argumentsError = error;
			assertThat(mono.block()).isEqualTo("done");
			assertThat(mono.block()).isEqualTo("done");
			assertThat(count("jobs.processed", "job.name", "mono", "status", "completed")).isEqualTo(2);
		});
	}

	private void withInterceptor(Test test) {
		runner().withBean(Target.class).run((context) -> {
			JobMetrics metrics = context.getBean(JobMetrics.class);
			test.accept(new MeteredJobInterceptor(context.getBean(MeteredMethods.class), () -> metrics));
		});
	}

	/**
	 * Uses an interceptor.
	 */
	interface Test {

		void accept(MeteredJobInterceptor interceptor) throws Throwable;

	}

	/**
	 * Never called: the invocation has the answer.
	 */
	static class Target {

		@MeteredJob(value = "plain", priority = "#{#priority}")
		@Nullable Object plain(String priority) {
			return null;
		}

		@MeteredJob(value = "mono", priority = "#{#priority}")
		Mono<String> mono(String priority) {
			return Mono.empty();
		}

	}

	/**
	 * A call that fails where it is asked.
	 */
	@SuppressWarnings("NullAway")
	private static final class Call implements ProxyMethodInvocation {

		private final Target target = new Target();

		private final Method method;

		private final Callable<@Nullable Object> work;

		private @Nullable Error proxyError;

		private @Nullable Error argumentsError;

		Call(String method, Callable<@Nullable Object> work) {
			this.method = Objects.requireNonNull(ReflectionUtils.findMethod(Target.class, method, String.class));
			this.work = work;
		}

		@Override
		public @Nullable Object proceed() throws Throwable {
			return this.work.call();
		}

		@Override
		public Object getProxy() {
			if (this.proxyError != null) {
				throw this.proxyError;
			}
			return this.target;
		}

		@Override
		public @Nullable Object[] getArguments() {
			if (this.argumentsError != null) {
				throw this.argumentsError;
			}
			return new Object[] { "first" };
		}

		@Override
		public Object getThis() {
			return this.target;
		}

		@Override
		public Method getMethod() {
			return this.method;
		}

		@Override
		public AccessibleObject getStaticPart() {
			return this.method;
		}

		@Override
		public MethodInvocation invocableClone() {
			return this;
		}

		@Override
		public MethodInvocation invocableClone(@Nullable Object... arguments) {
			return this;
		}

		@Override
		public void setArguments(@Nullable Object... arguments) {
		}

		@Override
		public void setUserAttribute(String key, @Nullable Object value) {
		}

		@Override
		public @Nullable Object getUserAttribute(String key) {
			return null;
		}

	}

}
