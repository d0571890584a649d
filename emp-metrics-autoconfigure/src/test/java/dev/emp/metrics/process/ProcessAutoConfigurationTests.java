package dev.emp.metrics.process;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessAutoConfiguration}.
 */
class ProcessAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, ProcessAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new);

	@Test
	void metersThisProcess() {
		this.runner.withPropertyValues("emp.metrics.process.interval=1s", "management.metrics.enable.process=true")
			.run((context) -> {
				for (String type : new String[] { "heap", "heap_total", "nonheap", "rss" }) {
					assertThat(await(context, "process.memory.usage", "type", type)).isBetween(1e6, 1e11);
				}
				assertThat(await(context, "process.cpu.utilization")).isBetween(0.0, 1.0);
				assertThat(await(context, "process.thread.count")).isGreaterThan(5);
				assertThat(await(context, "process.unix.file_descriptor.count")).isGreaterThan(5);
			});
	}

	@Test
	void leavesOutWhatIsOffByDefault() {
		this.runner.run((context) -> {
			await(context, "process.memory.usage", "type", "rss");
			assertThat(context.getBean(MeterRegistry.class).find("process.thread.count").gauge()).isNull();
		});
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("emp.metrics.process.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("empProcessSources"));
	}

	@Test
	void needsNoOshi() {
		this.runner.withClassLoader(new FilteredClassLoader("oshi", "com.sun.jna"))
			.run((context) -> assertThat(await(context, "process.memory.usage", "type", "rss")).isPositive());
	}

	@Test
	void allowsAnotherReaderOfTheOperatingSystem() {
		OsProcess custom = new UnknownProcess();
		this.runner.withBean(OsProcess.class, () -> custom)
			.run((context) -> assertThat(context.getBean(OsProcess.class)).isSameAs(custom));
	}

	@Test
	void refusesAnIntervalThatIsTooShort() {
		this.runner.withPropertyValues("emp.metrics.process.interval=10ms")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("emp.metrics.process.interval"));
	}

	@Test
	void idlesWhereBootExportsNothing() {
		this.runner.withPropertyValues("management.defaults.metrics.export.enabled=false").run((context) -> {
			Awaitility.await()
				.during(Duration.ofMillis(300))
				.until(() -> context.getBean(MeterRegistry.class).getMeters().isEmpty());
			assertThat(Thread.getAllStackTraces().keySet())
				.noneMatch((thread) -> thread.getName().startsWith("emp-metrics-sampler"));
		});
	}

	private static double await(ApplicationContext context, String name, String... tags) {
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		Awaitility.await().until(() -> registry.find(name).tags(tags).gauge() != null);
		return registry.get(name).tags(tags).gauge().value();
	}

}
