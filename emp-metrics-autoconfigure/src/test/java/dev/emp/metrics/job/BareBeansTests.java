package dev.emp.metrics.job;

import java.lang.reflect.Proxy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.annotation.Order;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.test.util.AopTestUtils;

import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BareBeans}: a bean that has no proxy is named, and for whom it was
 * created.
 */
@ExtendWith(OutputCaptureExtension.class)
class BareBeansTests extends JobContext {

	@Test
	void namesThePostProcessorThatABeanIsCreatedFor(CapturedOutput output) {
		runner().withBean("worker", Keepers.Worker.class).withUserConfiguration(Needing.class).run((context) -> {
			assertThat(AopUtils.isAopProxy(context.getBean(Keepers.Worker.class))).isFalse();
			assertThat(Keepers.findings(output)).singleElement()
				.asString()
				.contains(Keepers.WORKER, "'needing'", "ObjectProvider");
		});
	}

	@Test
	void namesTheFactoryPostProcessorThatFetchesABean(CapturedOutput output) {
		runner().withBean("worker", Keepers.Worker.class)
			.withBean("fetching", Fetching.class)
			.run((context) -> assertThat(Keepers.findings(output)).containsExactly(Keepers.WORKER
					+ " has no proxy: it was created before beans get proxies, or was registered as a finished object",
					Keepers.WORKER + " is held without its proxy by " + Fetching.class.getName()
							+ " (bean 'fetching'): calls from there are not counted"));
	}

	@Test
	void namesThePostProcessorOfAConfigurationClass(CapturedOutput output) {
		runner().withUserConfiguration(NotStatic.class)
			.run((context) -> assertThat(Keepers.findings(output)).singleElement()
				.asString()
				.contains(NotStatic.class.getName(), "'processor'", "static"));
	}

	@Test
	void saysNothingOfAPostProcessorThatTakesTheBeanLater(CapturedOutput output) {
		runner().withBean("worker", Keepers.Worker.class).withUserConfiguration(Waiting.class).run((context) -> {
			context.getBean(Waiting.class).work();
			assertThat(count("jobs.processed", "status", "completed")).isOne();
			assertThat(Keepers.findings(output)).isEmpty();
		});
	}

	@Test
	void namesABeanThatIsRegisteredAsAFinishedObject(CapturedOutput output) {
		runner()
			.withInitializer((context) -> context.getBeanFactory().registerSingleton("worker", new Keepers.Worker()))
			.run((context) -> assertThat(Keepers.findings(output)).singleElement()
				.asString()
				.contains(Keepers.WORKER, "registered as a finished object"));
	}

	@Test
	void namesAFinishedObjectThatReplacesADefinition(CapturedOutput output) {
		runner().withBean("worker", Keepers.Worker.class)
			.withInitializer((context) -> context.getBeanFactory().registerSingleton("worker", new Keepers.Worker()))
			.run((context) -> assertThat(Keepers.findings(output)).singleElement()
				.asString()
				.contains(Keepers.WORKER, "registered as a finished object"));
	}

	@Test
	void saysNothingOfAMock(CapturedOutput output) {
		runner().withBean("worker", Keepers.Worker.class)
			.withInitializer((context) -> context.getBeanFactory()
				.registerSingleton("worker", Mockito.mock(Keepers.Worker.class)))
			.run((context) -> {
				assertThat(AopUtils.isAopProxy(context.getBean("worker"))).isFalse();
				assertThat(Keepers.findings(output)).isEmpty();
			});
	}

	@Test
	void saysNothingOfASpyOfATest(CapturedOutput output) throws Exception {
		TestContextManager manager = new TestContextManager(Spying.class);
		Spying test = new Spying();
		manager.prepareTestInstance(test);
		Keepers.Worker spy = AopTestUtils.getUltimateTargetObject(test.worker);
		assertThat(AopUtils.isAopProxy(test.worker)).isTrue();
		assertThat(Mockito.mockingDetails(spy).isSpy()).isTrue();
		assertThat(Keepers.findings(output)).isEmpty();
	}

	@Test
	void namesABeanWhoseProxyIsTakenAway(CapturedOutput output) {
		runner().withBean("worker", Keepers.Worker.class)
			.withBean(Unwrapping.class)
			.run((context) -> assertThat(Keepers.findings(output)).singleElement()
				.asString()
				.contains(Keepers.WORKER, "took it away again"));
	}

	@Test
	void saysNothingWhereTheProxyIsWrapped(CapturedOutput output) {
		runner().withBean("worker", Keepers.Worker.class).withBean(Wrapping.class).run((context) -> {
			context.getBean(Keepers.Work.class).work();
			assertThat(count("jobs.processed", "status", "completed")).isOne();
			assertThat(Keepers.findings(output)).isEmpty();
		});
	}

	@Test
	void namesAnEarlyProductOfAFactory(CapturedOutput output) {
		runner().withBean("worker", WorkFactory.class).withUserConfiguration(NeedingWork.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(Keepers.findings(output)).singleElement().asString().contains(Keepers.WORKER, "'needing'");
		});
	}

	@SpringJUnitConfig
	static class Spying {

		@MockitoSpyBean
		Keepers.Worker worker;

		@Configuration(proxyBeanMethods = false)
		@ImportAutoConfiguration({ SupportAutoConfiguration.class, JobAutoConfiguration.class })
		static class Application {

			@Bean
			MeterRegistry registry() {
				return new SimpleMeterRegistry();
			}

			@Bean
			Keepers.Worker worker() {
				return new Keepers.Worker();
			}

		}

	}

	record Between(Keepers.Worker worker) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Needing {

		@Bean
		static Between between(Keepers.Worker worker) {
			return new Between(worker);
		}

		@Bean
		static Passing needing(Between between) {
			return new Passing(between);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedingWork {

		@Bean
		static Passing needing(Keepers.Work work) {
			return new Passing(work);
		}

	}

	record Passing(Object needed) implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return 0;
		}

	}

	static class WorkFactory implements FactoryBean<Keepers.Work> {

		@Override
		public Keepers.Work getObject() {
			return new Keepers.Worker();
		}

		@Override
		public Class<?> getObjectType() {
			return Keepers.Work.class;
		}

	}

	static class Fetching implements BeanFactoryPostProcessor {

		private @Nullable Object fetched;

		@Override
		public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
			this.fetched = beanFactory.getBean("worker");
		}

		@Override
		public String toString() {
			return "has " + this.fetched;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NotStatic {

		@Bean
		Passing processor() {
			return new Passing("nothing");
		}

		@MeteredJob
		void work() {
		}

	}

	static class Waiting implements BeanPostProcessor {

		private final ObjectProvider<Keepers.Worker> worker;

		Waiting(ObjectProvider<Keepers.Worker> worker) {
			this.worker = worker;
		}

		void work() {
			this.worker.getObject().work();
		}

	}

	@Order(Ordered.LOWEST_PRECEDENCE)
	static class Unwrapping implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String name) {
			Object target = AopProxyUtils.getSingletonTarget(bean);
			return (target != null) ? target : bean;
		}

	}

	static class Wrapping implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String name) {
			if (bean instanceof Keepers.Work) {
				return Proxy.newProxyInstance(Keepers.Work.class.getClassLoader(),
						new Class<?>[] { Keepers.Work.class },
						(proxy, method, arguments) -> method.invoke(bean, arguments));
			}
			return bean;
		}

	}

}
