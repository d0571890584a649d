package dev.emp.metrics.export;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportDefaultsEnvironmentPostProcessor} and {@link InstanceId}.
 */
class ExportDefaultsTests {

	private final Map<String, Object> user = new LinkedHashMap<>();

	private final Map<String, String> variables = new LinkedHashMap<>();

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
		application.setDefaultProperties(Map.of("management.otlp.metrics.export.step", "60s", "emp.metrics.interval",
				"11s", "management.opentelemetry.resource-attributes.service.instance.id", "default"));
		try (ConfigurableApplicationContext context = application.run()) {
			OtlpMetricsProperties properties = Binder.get(context.getEnvironment())
				.bindOrCreate("management.otlp.metrics.export", OtlpMetricsProperties.class);
			assertThat(properties.getStep()).hasSeconds(60);
			assertThat(properties.getBaseTimeUnit()).hasToString("MINUTES");
			assertThat(properties.getCompressionMode()).hasToString("GZIP");
			assertThat(attributes(context.getEnvironment())).containsEntry("service.instance.id", "default");
		}
	}

	@Test
	void leavesTheEnvironmentAloneWhereAllIsOff() {
		this.user.put("emp.metrics.enabled", "false");
		StandardEnvironment environment = environment();
		assertThat(environment.getProperty("management.otlp.metrics.export.step")).isNull();
	}

	@Test
	void namesTheInstanceAfterHostAndChance() {
		this.variables.put("HOSTNAME", "node-7");
		String first = attributes().get("service.instance.id");
		assertThat(first).matches("node-7-[0-9a-f]{8}");
		assertThat(attributes().get("service.instance.id")).isNotEqualTo(first);
	}

	@Test
	void namesTheInstanceAfterTheWorker() {
		this.user.put("emp.metrics.identity.worker-id", "worker-3");
		assertThat(attributes()).containsEntry("service.instance.id", "worker-3");
	}

	@Test
	void namesTheInstanceAsTheUserSays() {
		this.user.put("emp.metrics.identity.worker-id", "worker-3");
		this.user.put("emp.metrics.identity.instance-id", "mine");
		assertThat(attributes()).containsEntry("service.instance.id", "mine");
	}

	@Test
	void leavesAnInstanceIdOfBootsPropertyInForce() {
		this.user.put("management.opentelemetry.resource-attributes.service.instance.id", "boot");
		this.user.put("management.opentelemetry.resource-attributes.other", "kept");
		assertThat(attributes()).containsEntry("service.instance.id", "boot").containsEntry("other", "kept");
	}

	@Test
	void contributesNoInstanceIdThatTheVariableNames() {
		this.variables.put("OTEL_RESOURCE_ATTRIBUTES", "team=a, service.instance.id=otel");
		assertThat(attributes()).doesNotContainKey("service.instance.id");
	}

	private OtlpMetricsProperties properties() {
		return Binder.get(environment()).bindOrCreate("management.otlp.metrics.export", OtlpMetricsProperties.class);
	}

	private Map<String, String> attributes() {
		return attributes(environment());
	}

	private static Map<String, String> attributes(ConfigurableEnvironment environment) {
		return Binder.get(environment)
			.bind("management.opentelemetry.resource-attributes", Bindable.mapOf(String.class, String.class))
			.orElse(Map.of());
	}

	private StandardEnvironment environment() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("user", this.user));
		new ExportDefaultsEnvironmentPostProcessor(this.variables::get).postProcessEnvironment(environment,
				new SpringApplication());
		return environment;
	}

	@Configuration(proxyBeanMethods = false)
	@PropertySource("classpath:export-defaults.properties")
	static class WithPropertySource {

	}

}
