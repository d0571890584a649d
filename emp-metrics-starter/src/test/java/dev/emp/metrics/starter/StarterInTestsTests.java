package dev.emp.metrics.starter;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the starter under Boot's own switch-off of exporters in tests.
 */
@SpringBootTest(properties = "management.otlp.metrics.export.url=http://localhost:1/v1/metrics")
class StarterInTestsTests {

	@Test
	void exportsNothing(@Autowired MeterRegistry registry, @Autowired ObjectProvider<OtlpMeterRegistry> otlp) {
		assertThat(registry).isInstanceOf(SimpleMeterRegistry.class);
		assertThat(otlp.getIfAvailable()).isNull();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
