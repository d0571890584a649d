package dev.emp.metrics.job;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactoryBean;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.framework.autoproxy.target.LazyInitTargetSourceCreator;
import org.springframework.aop.target.HotSwappableTargetSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for proxies that the application itself makes of metered beans.
 */
class ProxyFactoryJobTests extends ChainContext {

	@Test
	void countsACallOfAProxyFactoryBeanAsItsCallerSeesIt() {
		runner().withUserConfiguration(Factory.class).run((context) -> {
			assertThat(thrownBy(() -> context.getBean("outer", Work.class).run("a")))
				.isInstanceOf(UnsupportedOperationException.class);
			assertAttempts("work", 0, 1);
			context.getBean("inner", Work.class).run("a");
			assertAttempts("work", 1, 1);
		});
	}

	@Test
	void countsACallOfATargetThatIsSwappedOnce() {
		runner().withUserConfiguration(Swapped.class).run((context) -> {
			Work work = context.getBean("swapped", Work.class);
			work.run("a");
			assertAttempts("work", 1, 0);
			((HotSwappableTargetSource) ((Advised) work).getTargetSource()).swap(context.getBean("target"));
			work.run("a");
			assertAttempts("work", 2, 0);
		});
	}

	@Test
	void countsACallOfALazyTargetOnce() {
		runner().withUserConfiguration(LazyTarget.class).run((context) -> {
			context.getBean(Work.class).run("a");
			assertAttempts("work", 1, 0);
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Factory {

		@Bean
		NestedProxyTests.Worker inner() {
			return new NestedProxyTests.Worker();
		}

		@Bean
		MethodInterceptor advice() {
			return NestedProxyTests.FAILS_AFTERWARDS;
		}

		@Bean
		static ProxyFactoryBean outer() {
			ProxyFactoryBean factory = new ProxyFactoryBean();
			factory.setTargetName("inner");
			factory.setInterceptorNames("advice");
			factory.setInterfaces(Work.class);
			return factory;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Swapped {

		@Bean
		NestedProxyTests.Worker target() {
			return new NestedProxyTests.Worker();
		}

		@Bean
		static ProxyFactoryBean swapped() {
			ProxyFactoryBean factory = new ProxyFactoryBean();
			factory.setTargetSource(new HotSwappableTargetSource(new NestedProxyTests.Worker()));
			return factory;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyTarget {

		@Bean
		@Lazy
		NestedProxyTests.Worker worker() {
			return new NestedProxyTests.Worker();
		}

		@Bean
		static DefaultAdvisorAutoProxyCreator creator() {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setCustomTargetSourceCreators(new LazyInitTargetSourceCreator());
			return creator;
		}

	}

}
