package dev.emp.metrics.job;

import java.lang.reflect.Proxy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.context.support.SimpleThreadScope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MeteredJobPostProcessor}: each way to make a bean and a proxy.
 */
@ExtendWith(OutputCaptureExtension.class)
class MeteredJobProxyTests extends JobContext {

	@Test
	void proxiesABeanThatWasHandedOutBeforeItsCreationFailed() {
		runner().run((context) -> {
			MeteredJobPostProcessor processor = context.getBean(MeteredJobPostProcessor.class);
			FirstUseTests.Fixed failed = new FirstUseTests.Fixed();
			assertThat(processor.getEarlyBeanReference(failed, "worker")).isInstanceOf(Advised.class);
			assertThat(processor.postProcessAfterInitialization(new FirstUseTests.Fixed(), "worker"))
				.isInstanceOf(Advised.class);
			// nothing is kept of the creation that failed
			assertThat(processor.postProcessAfterInitialization(failed, "worker")).isInstanceOf(Advised.class);
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void proxiesByClassWithAndWithoutAspectJ(boolean aspectj) {
		withAop().withClassLoader(aspectj ? getClass().getClassLoader() : new FilteredClassLoader("org.aspectj"))
			.withBean(Worker.class)
			.run((context) -> {
				assertThat(AopUtils.isCglibProxy(context.getBean(Worker.class))).isTrue();
				assertCounted(context.getBean(Worker.class));
			});
	}

	@Test
	void proxiesByClassWhereAopIsOff() {
		withAop().withPropertyValues("spring.aop.auto=false").withBean(Worker.class).run((context) -> {
			assertThat(AopUtils.isCglibProxy(context.getBean(Worker.class))).isTrue();
			assertCounted(context.getBean(Worker.class));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "false" })
	void proxiesByInterfaceWhereTheUserSaysSo(String aop) {
		withAop().withPropertyValues("spring.aop.proxy-target-class=false", "spring.aop.auto=" + aop)
			.withBean("worker", Worker.class)
			.run((context) -> {
				assertThat(Proxy.isProxyClass(context.getBean("worker").getClass())).isTrue();
				assertCounted(context.getBean(Work.class));
			});
	}

	@Test
	void metersAScopedBeanOnce() {
		withAop()
			.withInitializer((context) -> context.getBeanFactory().registerScope("thread", new SimpleThreadScope()))
			.withUserConfiguration(ScopedConfiguration.class)
			.run((context) -> assertCounted(context.getBean(Work.class)));
	}

	@Test
	void metersABeanThatAFunctionMakes() {
		withAop()
			.withInitializer(
					(context) -> ((GenericApplicationContext) context).registerBean("made", Work.class, Worker::new))
			.run((context) -> assertCounted(context.getBean(Work.class)));
	}

	@Test
	void metersALambdaByItsInterface() {
		withAop().withBean(Work.class, () -> (text) -> text).run((context) -> {
			assertThat(context.getBean(Work.class).run("a")).isEqualTo("a");
			assertThat(count("jobs.processed", "status", "completed", "job.name", "Work.run")).isOne();
		});
	}

	@Test
	void metersAFinalClassByItsInterface() {
		withAop().withBean("closed", ClosedWorker.class).run((context) -> assertCounted(context.getBean(Work.class)));
	}

	@Test
	void metersThePublicMethodsOfAClassButThoseSwitchedOff() {
		withAop().withBean(WholeClass.class).run((context) -> {
			WholeClass bean = context.getBean(WholeClass.class);
			bean.first();
			bean.second();
			bean.excluded();
			assertThat(bean.toString()).isNotNull();
			assertThat(count("jobs.processed", "status", "started", "job.name", "whole")).isOne();
			assertThat(count("jobs.processed", "status", "started", "job.name", "own")).isOne();
			assertThat(count("jobs.processed", "status", "started")).isEqualTo(2);
		});
	}

	@Test
	void sumsEqualNamesOfTwoClassesWithOneWarning(CapturedOutput output) {
		withAop().withBean(Handlers.Handler.class).withBean(Twin.Handler.class).run((context) -> {
			context.getBean(Handlers.Handler.class).named();
			context.getBean(Twin.Handler.class).named();
			assertThat(count("jobs.processed", "job.name", "Handler.named", "status", "completed")).isEqualTo(2);
			assertThat(output.getOut().lines().filter((line) -> line.contains("'Handler.named'"))).singleElement()
				.asString()
				.contains("WARN", Handlers.class.getName(), Twin.class.getName());
		});
	}

	@Test
	void takesItsMetersAwayWithTheContext() {
		withAop().withBean(Worker.class).run((context) -> {
			assertCounted(context.getBean(Work.class));
			context.close();
			assertThat(this.registry.getMeters()).isEmpty();
		});
	}

	private ApplicationContextRunner withAop() {
		return runner().withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class));
	}

	private void assertCounted(Work work) {
		assertThat(work.run("a")).isEqualTo("a");
		assertThat(count("jobs.processed", "status", "started")).isOne();
		assertThat(count("jobs.processed", "status", "completed")).isOne();
	}

	/** Public, as a proxy may be made by another class loader. */
	public interface Work {

		@MeteredJob
		String run(String text);

	}

	/** Public for the same reason. */
	public static class Worker implements Work {

		@Override
		@MeteredJob("work")
		public String run(String text) {
			return text;
		}

	}

	static final class ClosedWorker implements Work {

		@Override
		public String run(String text) {
			return text;
		}

	}

	@MeteredJob("whole")
	public static class WholeClass {

		public void first() {
		}

		@MeteredJob("own")
		public void second() {
		}

		@MeteredJob(enabled = false)
		public void excluded() {
		}

	}

	static final class Twin {

		private Twin() {
		}

		static class Handler {

			@MeteredJob
			void named() {
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedConfiguration {

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Worker worker() {
			return new Worker();
		}

	}

}
