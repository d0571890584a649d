package dev.emp.metrics.starter;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the starter under Boot's own switch-off of exporters in tests.
 */
@SpringBootTest(classes = StarterInTestsTests.Application.class,
		properties = "management.otlp.metrics.export.url=http://localhost:1/v1/metrics")
class StarterInTestsTests {

	@Test
	void exportsNothing(@Autowired MeterRegistry registry, @Autowired ObjectProvider<OtlpMeterRegistry> otlp) {
		assertThat(registry).isInstanceOf(SimpleMeterRegistry.class);
		assertThat(otlp.getIfAvailable()).isNull();
	}

	@Test
	void readsNothingOfTheMachine(@Autowired MeterRegistry registry) {
		Awaitility.await()
			.during(Duration.ofSeconds(2))
			.atMost(Duration.ofSeconds(5))
			.until(() -> registry.find("process.memory.usage").meters().isEmpty()
					&& registry.find("emp.metrics.source.up").meters().isEmpty());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * Tests of an application that wants to see its metrics exported.
	 */
	@Nested
	@AutoConfigureMetrics
	class ThatExportTests {

		@Test
		void readTheMachine(@Autowired MeterRegistry registry) {
			Awaitility.await().until(() -> !registry.find("process.memory.usage").meters().isEmpty());
		}

	}

}
