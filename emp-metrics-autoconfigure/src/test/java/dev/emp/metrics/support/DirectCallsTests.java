package dev.emp.metrics.support;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.MethodBeforeAdvice;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DirectCalls}.
 */
class DirectCallsTests {

	private static final String METHOD = "getThreadPoolExecutor";

	@Test
	void areSafeWithAnExecutorOfSpring() {
		assertThat(DirectCalls.areSafe(new ThreadPoolTaskExecutor(), METHOD)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void areNotSafeWithAProxyWhoseAdviceIsTheApplications(boolean byClass) {
		ProxyFactory factory = new ProxyFactory(new ThreadPoolTaskExecutor());
		factory.setProxyTargetClass(byClass);
		factory.addAdvice((MethodBeforeAdvice) (method, arguments, target) -> {
			throw new IllegalStateException("asks another process");
		});
		Object proxy = factory.getProxy(ThreadPoolTaskExecutor.class.getClassLoader());
		assertThat(proxy.getClass().getName().startsWith("org.springframework.")).isEqualTo(byClass);
		assertThat(DirectCalls.areSafe(proxy, METHOD)).isFalse();
		assertThat(DirectCalls.areSafe(proxy)).isFalse();
	}

}
