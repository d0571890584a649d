package dev.emp.metrics.job;

import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.framework.ProxyFactoryBean;
import org.springframework.aop.support.AopUtils;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MeteredJobPostProcessor}: beans that other infrastructure touches as
 * well.
 */
@ExtendWith(OutputCaptureExtension.class)
class MeteredJobBeansTests extends JobContext {

	@Test
	void countsABeanOfTwoNamesOnce() {
		runner().withUserConfiguration(TwoNames.class).run((context) -> {
			context.getBean("first", Worker.class).run();
			assertStartedOnce();
		});
	}

	@Test
	void showsAJobBeforeItsFirstRunWhereEveryBeanIsLazy() {
		runner()
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withUserConfiguration(TwoNames.class)
			.run((context) -> {
				assertThat(context.getBean("first")).isNotNull();
				assertThat(this.registry.find("jobs.processed").counters()).isNotEmpty()
					.allMatch((counter) -> counter.count() == 0);
			});
	}

	@Test
	void startsBesideBeansWithPlainNames() {
		runner().withBean("jobMetrics", String.class, () -> "own")
			.withBean("jobRecorder", String.class, () -> "own")
			.withBean("retryOutcomes", String.class, () -> "own")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(RetryOutcomes.class));
	}

	@Test
	void countsAProxyOfAMeteredBeanOnce() {
		runner().withUserConfiguration(ProxyOfProxy.class).run((context) -> {
			context.getBean("outer", Work.class).run();
			assertStartedOnce();
		});
	}

	@Test
	void runsOnTheThreadOfAsyncAndSeesEachAttemptOfRetryable() {
		runner().withUserConfiguration(Infrastructure.class).run((context) -> {
			Busy busy = context.getBean(Busy.class);
			assertThat(busy.run().join()).isNotEqualTo(Thread.currentThread().getName());
			assertThat(busy.threadOfMeter).isEqualTo(busy.threadOfWork);
			assertThat(count("jobs.processed", "job.name", "busy", "status", "failed")).isEqualTo(2);
			assertThat(count("jobs.processed", "job.name", "busy", "status", "completed")).isOne();
		});
	}

	@Test
	void passesOverAFinalClassWhoseOnlyInterfaceIsACallback(CapturedOutput output) {
		runner().withBean(FinalCloseable.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains("FinalCloseable#run is in a final class");
		});
	}

	@Test
	void passesOverAClassThatNothingCanExtend() {
		runner().withBean(NoConstructor.class, NoConstructor::create).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(AopUtils.isAopProxy(context.getBean(NoConstructor.class))).isFalse();
		});
	}

	@Test
	void namesTheJobOfAJdkProxyAfterItsInterface() {
		Work work = (Work) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Work.class },
				(proxy, method, arguments) -> null);
		runner().withBean(Work.class, () -> work).run((context) -> {
			context.getBean(Work.class).run();
			assertThat(values("jobs.processed", "job.name")).containsExactly("Work.run");
			assertStartedOnce();
		});
	}

	@Test
	void leavesTheParentsMetersWhenAChildCloses() {
		runner().withBean(Worker.class).run((parent) -> {
			parent.getBean(Worker.class).run();
			new ApplicationContextRunner().withParent(parent)
				.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, JobAutoConfiguration.class))
				.withBean("childWorker", Worker.class)
				.run((child) -> child.getBean("childWorker", Worker.class).run());
			assertThat(count("jobs.processed", "status", "completed")).isEqualTo(2);
			parent.getBean(Worker.class).run();
			assertThat(count("jobs.processed", "status", "completed")).isEqualTo(3);
		});
	}

	@Test
	void canBeProcessedAheadOfTime() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(SupportAutoConfiguration.class, JobAutoConfiguration.class, AheadOfTime.class);
			assertThat(new ApplicationContextAotGenerator().processAheadOfTime(context, new TestGenerationContext())
				.simpleName()).endsWith("ApplicationContextInitializer");
		}
	}

	private void assertStartedOnce() {
		assertThat(count("jobs.processed", "status", "started")).isOne();
		assertThat(count("jobs.processed", "status", "completed")).isOne();
	}

	interface Work {

		@MeteredJob
		void run();

	}

	static class Worker implements Work {

		@Override
		@MeteredJob("worker")
		public void run() {
		}

	}

	static class Busy {

		private final AtomicInteger attempts = new AtomicInteger();

		volatile String threadOfMeter = "";

		volatile String threadOfWork = "";

		@Async
		@Retryable(delay = 1)
		@MeteredJob("busy")
		CompletableFuture<String> run() {
			this.threadOfWork = Thread.currentThread().getName();
			this.threadOfMeter = (JobRun.current() != JobRun.NONE) ? this.threadOfWork : "none";
			if (this.attempts.incrementAndGet() < 3) {
				throw new IllegalStateException("not yet");
			}
			return CompletableFuture.completedFuture(this.threadOfWork);
		}

	}

	@MeteredJob
	public static final class FinalCloseable implements AutoCloseable {

		@Override
		public void close() {
		}

		public void run() {
		}

	}

	static final class NoConstructor {

		private NoConstructor() {
		}

		static NoConstructor create() {
			return new NoConstructor();
		}

		@MeteredJob
		void run() {
		}

	}

	static final class Closed {

		@MeteredJob(queue = "${known.only.at.run.time}")
		void run() {
		}

	}

	static class Placed {

		@MeteredJob(queue = "${known.only.at.run.time}")
		void run() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AheadOfTime {

		@Bean
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		Closed closed() {
			return new Closed();
		}

		@Bean
		Placed placed() {
			return new Placed();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoNames {

		@Bean
		Worker first() {
			return new Worker();
		}

		@Bean
		Object second(Worker first) {
			return first;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProxyOfProxy {

		@Bean
		Worker inner() {
			return new Worker();
		}

		@Bean
		static ProxyFactoryBean outer() {
			ProxyFactoryBean factory = new ProxyFactoryBean();
			factory.setTargetName("inner");
			factory.setInterfaces(Work.class);
			return factory;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@EnableResilientMethods
	static class Infrastructure {

		@Bean
		Busy busy() {
			return new Busy();
		}

	}

}
