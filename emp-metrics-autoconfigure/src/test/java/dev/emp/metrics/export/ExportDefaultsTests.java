package dev.emp.metrics.export;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportDefaultsEnvironmentPostProcessor}.
 */
class ExportDefaultsTests {

	private final Map<String, Object> user = new LinkedHashMap<>();

	@Test
	void givesTheDefaultsOfAFleet() {
		OtlpMetricsProperties properties = properties();
		assertThat(properties.getStep()).hasSeconds(30);
		assertThat(properties.getBaseTimeUnit()).hasToString("SECONDS");
		assertThat(properties.getCompressionMode()).hasToString("GZIP");
		assertThat(properties.getAggregationTemporality()).hasToString("CUMULATIVE");
		assertThat(properties.getPublishMaxGaugeForHistograms()).isFalse();
	}

	@Test
	void takesTheIntervalInSecondsWhereItHasNoUnit() {
		this.user.put("emp.metrics.interval", "15");
		assertThat(properties().getStep()).hasSeconds(15);
	}

	@Test
	void obeysWhateverTheUserSays() {
		this.user.put("emp.metrics.interval", "15s");
		this.user.put("management.otlp.metrics.export.step", "7s");
		this.user.put("management.otlp.metrics.export.base-time-unit", "milliseconds");
		this.user.put("management.otlp.metrics.export.compression-mode", "none");
		OtlpMetricsProperties properties = properties();
		assertThat(properties.getStep()).hasSeconds(7);
		assertThat(properties.getBaseTimeUnit()).hasToString("MILLISECONDS");
		assertThat(properties.getCompressionMode()).hasToString("NONE");
	}

	@Test
	void givesWayToDefaultPropertiesAndToPropertySources() {
		SpringApplication application = new SpringApplication(WithPropertySource.class);
		application
			.setDefaultProperties(Map.of("management.otlp.metrics.export.step", "60s", "emp.metrics.interval", "11s"));
		try (ConfigurableApplicationContext context = application.run()) {
			OtlpMetricsProperties properties = Binder.get(context.getEnvironment())
				.bindOrCreate("management.otlp.metrics.export", OtlpMetricsProperties.class);
			assertThat(properties.getStep()).hasSeconds(60);
			assertThat(properties.getBaseTimeUnit()).hasToString("MINUTES");
			assertThat(properties.getCompressionMode()).hasToString("GZIP");
		}
	}

	@Test
	void leavesTheEnvironmentAloneWhereAllIsOff() {
		this.user.put("emp.metrics.enabled", "false");
		StandardEnvironment environment = environment();
		assertThat(environment.getProperty("management.otlp.metrics.export.step")).isNull();
	}

	private OtlpMetricsProperties properties() {
		return Binder.get(environment()).bindOrCreate("management.otlp.metrics.export", OtlpMetricsProperties.class);
	}

	private StandardEnvironment environment() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("user", this.user));
		new ExportDefaultsEnvironmentPostProcessor().postProcessEnvironment(environment, new SpringApplication());
		return environment;
	}

	@Configuration(proxyBeanMethods = false)
	@PropertySource("classpath:export-defaults.properties")
	static class WithPropertySource {

	}

}
