package dev.emp.metrics.support;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DaemonThreads}.
 */
class DaemonThreadsTests {

	@Test
	void makesDaemonsThatFindTheClassesOfTheApplication() throws Exception {
		try (URLClassLoader loader = new URLClassLoader(new URL[0])) {
			Thread thread = new DaemonThreads(loader).create("one", () -> {
			});
			assertThat(thread.getContextClassLoader()).isSameAs(loader);
			assertThat(thread.isDaemon()).isTrue();
			assertThat(thread.getName()).isEqualTo("one");
			assertThat(new DaemonThreads(loader).factory("more").newThread(() -> {
			}).getContextClassLoader()).isSameAs(loader);
		}
	}

	@Test
	void readersHaveTheClassLoaderOfTheBeansWhoeverAddsTheFirstSource() {
		AtomicReference<@Nullable ClassLoader> seen = new AtomicReference<>();
		TestSource source = new TestSource("a", null);
		source.behaviour = () -> {
			seen.set(Thread.currentThread().getContextClassLoader());
			return Map.of();
		};
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withClassLoader(new FilteredClassLoader("nothing.at.all"))
			.run((context) -> {
				Sampler sampler = context.getBean(Sampler.class);
				ClassLoader before = Thread.currentThread().getContextClassLoader();
				Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
				try {
					sampler.add(source);
				}
				finally {
					Thread.currentThread().setContextClassLoader(before);
				}
				Awaitility.await().until(() -> seen.get() != null);
				assertThat(seen.get()).isSameAs(context.getClassLoader()).isInstanceOf(FilteredClassLoader.class);
			});
	}

}
