package dev.emp.metrics.job;

import java.lang.reflect.Proxy;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.scheduling.quartz.QuartzJobBean;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.scheduling.quartz.SpringBeanJobFactory;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpExchangeAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/**
 * Tests that nothing is said of what its proxy counts.
 */
@ExtendWith(OutputCaptureExtension.class)
class CountedByProxyTests extends JobContext {

	@Test
	void countsAJobOfQuartz(CapturedOutput output) {
		runner().withUserConfiguration(QuartzConfiguration.class).run((context) -> {
			await().untilAsserted(
					() -> assertThat(count("jobs.processed", "job.name", "import", "status", "completed")).isOne());
			assertThat(output).doesNotContain("Not counted");
		});
	}

	@Test
	void countsARequestOfAnInterfaceClient(CapturedOutput output) {
		runner().withUserConfiguration(ClientConfiguration.class).run((context) -> {
			context.getBean(Client.class).post();
			assertThat(count("jobs.processed", "job.name", "Client.post", "status", "completed")).isOne();
			assertThat(output).doesNotContain("Not counted");
		});
	}

	@Test
	void countsCallsOfAProxyWhoseTargetLacksTheInterface(CapturedOutput output) {
		runner().withBean("client", Client.class, () -> {
			ProxyFactory proxy = new ProxyFactory(new Object());
			proxy.addInterface(Client.class);
			proxy.addAdvice((MethodInterceptor) (invocation) -> "");
			return (Client) proxy.getProxy();
		}).run((context) -> {
			context.getBean(Client.class).post();
			assertThat(count("jobs.processed", "job.name", "Client.post", "status", "completed")).isOne();
			assertThat(output).doesNotContain("Not counted");
		});
	}

	@Test
	void countsCallsOfAPlainProxy(CapturedOutput output) {
		runner()
			.withBean("client", Client.class,
					() -> (Client) Proxy.newProxyInstance(Client.class.getClassLoader(),
							new Class<?>[] { Client.class }, (proxy, method, arguments) -> null))
			.run((context) -> {
				context.getBean(Client.class).post();
				assertThat(count("jobs.processed", "job.name", "Client.post", "status", "completed")).isOne();
				assertThat(output).doesNotContain("Not counted");
			});
	}

	@Test
	void countsWhatAFinalMethodCallsOnTheProxy(CapturedOutput output) {
		runner().withBean(Steps.class).run((context) -> {
			context.getBean(Steps.class).all();
			assertThat(count("jobs.processed", "job.name", "Steps.step", "status", "completed")).isEqualTo(2);
			assertThat(output).doesNotContain("Not counted");
		});
	}

	@Test
	void namesTheCallerWhereTheProxyHasTheInterfacesOnly(CapturedOutput output) {
		runner().withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean("steps", InterfaceSteps.class)
			.run((context) -> {
				context.getBean(AllSteps.class).all();
				assertThat(count("jobs.processed", "status", "started")).isZero();
				assertThat(output).contains("InterfaceSteps#all calls its own step");
			});
	}

	@Test
	void countsAScopedBean(CapturedOutput output) {
		runner().withInitializer((context) -> context.getBeanFactory().registerScope("thread", new SimpleThreadScope()))
			.withUserConfiguration(ScopedConfiguration.class)
			.run((context) -> {
				context.getBean(ScopedWorker.class).work();
				assertThat(count("jobs.processed", "job.name", "ScopedWorker.work", "status", "completed")).isOne();
				assertThat(output).doesNotContain("Not counted");
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedConfiguration {

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		ScopedWorker worker() {
			return new ScopedWorker();
		}

	}

	static class ScopedWorker {

		@MeteredJob
		void work() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QuartzConfiguration {

		@Bean
		SchedulerFactoryBean scheduler(ApplicationContext context) {
			SpringBeanJobFactory jobs = new SpringBeanJobFactory();
			jobs.setApplicationContext(context);
			JobDetail detail = JobBuilder.newJob(Import.class).withIdentity("import").storeDurably().build();
			Trigger now = TriggerBuilder.newTrigger().forJob(detail).startNow().build();
			SchedulerFactoryBean scheduler = new SchedulerFactoryBean();
			scheduler.setJobFactory(jobs);
			scheduler.setJobDetails(detail);
			scheduler.setTriggers(now);
			return scheduler;
		}

	}

	/** Public, as Quartz makes it. */
	public static class Import extends QuartzJobBean {

		@Override
		@MeteredJob("import")
		protected void executeInternal(JobExecutionContext context) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClientConfiguration {

		@Bean
		Client client() {
			return HttpServiceProxyFactory.builderFor(mock(HttpExchangeAdapter.class))
				.build()
				.createClient(Client.class);
		}

	}

	/** Public, as a proxy may be made by another class loader. */
	public interface Client {

		@MeteredJob
		@PostExchange("/texts")
		void post();

	}

	static class Steps {

		final void all() {
			twice(this::step);
		}

		private void twice(Runnable step) {
			step();
			step.run();
		}

		@MeteredJob
		void step() {
		}

	}

	/** Public for the same reason. */
	public interface AllSteps {

		void all();

		@MeteredJob
		void step();

	}

	static class InterfaceSteps implements AllSteps {

		@Override
		public final void all() {
			step();
		}

		@Override
		public void step() {
		}

	}

}
