package dev.emp.metrics.queue;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.annotation.Order;

import dev.emp.metrics.MeterDefinitions;
import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QueueAutoConfiguration}: which probes are read, from when to when.
 */
class QueueAutoConfigurationTests extends QueueContext {

	private static final String ORDERS = "queue_size{backend=\"test\",queue=\"orders\",state=\"ready\"} 1.0";

	@Test
	void isOnByDefaultAndHasNoThreadWithoutAProbe() {
		runner().run((context) -> {
			assertThat(context).hasSingleBean(QueueMetrics.class).hasSingleBean(QueueProbes.class);
			awaitNoThread();
			assertThat(this.registry.getMeters()).isEmpty();
		});
	}

	@Test
	void canBeSwitchedOff() {
		runner().withPropertyValues("emp.metrics.queue.enabled=false")
			.withBean(QueueProbe.class, QueueAutoConfigurationTests::orders)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(QueueMetrics.class).doesNotHaveBean(QueueProbes.class);
				assertThat(context.getBeansOfType(MeterDefinitions.class)).doesNotContainKey("empQueueMeterDefinitions")
					.isNotEmpty();
			});
	}

	@Test
	void backsOffWithoutARegistry() {
		bare().run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(QueueMetrics.class));
	}

	@Test
	void readsAProbeOnAnotherThreadOnceTheContextIsThere() {
		ThreadNotingQueue queue = new ThreadNotingQueue();
		runner().withBean(QueueProbe.class, () -> queue).run((context) -> {
			awaitUp("orders", 1);
			assertThat(queue.reader).startsWith("emp-metrics-");
		});
	}

	@Test
	void findsProbesInTheirOrderAndLazyOnesAndNoScopedOnes() {
		runner().withUserConfiguration(Probes.class).run((context) -> {
			awaitUp("orders", 1);
			awaitUp("lazy", 1);
			assertThat(series()).containsExactly("queue_size{backend=\"test\",queue=\"lazy\",state=\"ready\"} 3.0",
					ORDERS);
		});
	}

	@Test
	void readsProbesWhereEveryBeanIsLazy() {
		runner()
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(QueueProbe.class, QueueAutoConfigurationTests::orders)
			.run((context) -> awaitUp("orders", 1));
	}

	@Test
	void twoQueuesAreReadWhereTheirNamesWithTheBackendsAreAlike() {
		runner().withBean("first", QueueProbe.class, () -> new NamedQueue("b:c", "a"))
			.withBean("second", QueueProbe.class, () -> new NamedQueue("c", "a:b"))
			.run((context) -> Awaitility.await()
				.untilAsserted(() -> assertThat(series()).containsExactly(
						"queue_size{backend=\"a\",queue=\"b:c\",state=\"ready\"} 1.0",
						"queue_size{backend=\"a:b\",queue=\"c\",state=\"ready\"} 1.0")));
	}

	@Test
	void allSeriesVanishWhenTheContextStopsAndComeBackWhenItStarts() {
		runner().withBean(QueueProbe.class, QueueAutoConfigurationTests::orders).run((context) -> {
			awaitUp("orders", 1);
			ConfigurableApplicationContext lifecycle = context.getSourceApplicationContext();
			lifecycle.stop();
			assertThat(this.registry.getMeters()).isEmpty();
			awaitNoThread();
			lifecycle.start();
			awaitUp("orders", 1);
			assertThat(series()).containsExactly(ORDERS);
		});
		assertThat(this.registry.getMeters()).isEmpty();
		awaitNoThread();
	}

	@Test
	void aChildContextAddsItsProbesUntilItCloses() {
		runner().withBean(QueueProbe.class, QueueAutoConfigurationTests::orders).run((parent) -> {
			awaitUp("orders", 1);
			new ApplicationContextRunner().withParent(parent)
				.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, QueueAutoConfiguration.class))
				.withBean("child", QueueProbe.class, () -> new TestQueue("child", () -> QueueReading.ready(2)))
				.run((child) -> {
					assertThat(child.getBean(QueueMetrics.class)).isSameAs(parent.getBean(QueueMetrics.class));
					assertThat(child.getBean(QueueProbes.class)).isNotSameAs(parent.getBean(QueueProbes.class));
					awaitUp("child", 1);
					assertThat(series()).hasSize(2).contains(ORDERS);
				});
			assertThat(series()).containsExactly(ORDERS);
		});
	}

	@Test
	void childContextsThatComeAndGoDoNotUseUpTheLimit() {
		runner().withPropertyValues("emp.metrics.queue.limits.values=2")
			.withBean(QueueProbe.class, QueueAutoConfigurationTests::orders)
			.run((parent) -> {
				for (String name : List.of("first", "second", "third")) {
					new ApplicationContextRunner().withParent(parent)
						.withConfiguration(AutoConfigurations.of(QueueAutoConfiguration.class))
						.withBean(name, QueueProbe.class, () -> new TestQueue(name, () -> QueueReading.ready(2)))
						.run((child) -> awaitUp(name, 1));
				}
			});
	}

	@Test
	void whatWasFoundGivesWayToTheProbeOfTheApplication() {
		TestQueue found = new TestQueue("orders", () -> QueueReading.ready(9));
		runner().withBean(QueueProbe.class, QueueAutoConfigurationTests::orders)
			.withBean(Finder.class, found)
			.run((context) -> {
				context.getBean(QueueProbes.class).add(new TestQueue("late", () -> QueueReading.ready(3)));
				awaitUp("orders", 1);
				awaitUp("late", 1);
				assertThat(series()).containsExactly("queue_size{backend=\"test\",queue=\"late\",state=\"ready\"} 3.0",
						ORDERS);
				assertThat(found.reads).hasValue(0);
			});
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void canBeProcessedAheadOfTime() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(Registry.class, SupportAutoConfiguration.class, QueueAutoConfiguration.class);
			assertThat(new ApplicationContextAotGenerator().processAheadOfTime(context, new TestGenerationContext())
				.simpleName()).endsWith("ApplicationContextInitializer");
		}
	}

	private static TestQueue orders() {
		return new TestQueue("orders", () -> QueueReading.ready(1));
	}

	private static void awaitNoThread() {
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().startsWith("emp-metrics-")));
	}

	static class NamedQueue extends TestQueue {

		private final String backend;

		NamedQueue(String queue, String backend) {
			super(queue, () -> QueueReading.ready(1));
			this.backend = backend;
		}

		@Override
		public String backend() {
			return this.backend;
		}

	}

	static class ThreadNotingQueue extends TestQueue {

		volatile String reader = "";

		ThreadNotingQueue() {
			super("orders", () -> QueueReading.ready(1));
		}

		@Override
		public QueueReading read() throws Exception {
			this.reader = Thread.currentThread().getName();
			return super.read();
		}

	}

	static class Finder {

		Finder(QueueProbes probes, TestQueue found) {
			probes.add(found);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Registry {

		@Bean
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Probes {

		@Bean
		@Order(2)
		QueueProbe second() {
			return new TestQueue("orders", () -> QueueReading.ready(2));
		}

		@Bean
		@Order(1)
		QueueProbe first() {
			return orders();
		}

		@Bean
		@Lazy
		QueueProbe lazy() {
			return new TestQueue("lazy", () -> QueueReading.ready(3));
		}

		@Bean
		@Scope(BeanDefinition.SCOPE_PROTOTYPE)
		QueueProbe scoped() {
			return new TestQueue("scoped", () -> QueueReading.ready(4));
		}

	}

}
