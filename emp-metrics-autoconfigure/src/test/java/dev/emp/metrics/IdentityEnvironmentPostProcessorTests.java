package dev.emp.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link IdentityEnvironmentPostProcessor}.
 */
class IdentityEnvironmentPostProcessorTests {

	@ParameterizedTest
	@ValueSource(strings = { "OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_METRICS_HEADERS" })
	void namesTheVariableOfHeadersThatBootCannotDecode(String variable) {
		IdentityEnvironmentPostProcessor processor = new IdentityEnvironmentPostProcessor(
				Map.of(variable, "a=1%20x,api-key=50%hunter22")::get);
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> processor.postProcessEnvironment(new StandardEnvironment(), new SpringApplication()))
			.withMessageContaining("The variable " + variable)
			.withMessageContaining("percent sign")
			.withMessageNotContaining("hunter22");
		StandardEnvironment unmapped = new StandardEnvironment();
		unmapped.getPropertySources()
			.addFirst(new MapPropertySource("test",
					Map.of("management.opentelemetry.map-environment-variables", "false")));
		assertThatNoException().isThrownBy(() -> processor.postProcessEnvironment(unmapped, new SpringApplication()));
	}

	private final Map<String, Object> user = new LinkedHashMap<>();

	private final Map<String, String> variables = new LinkedHashMap<>(Map.of("HOSTNAME", "node-7"));

	@Test
	void namesTheProcessWhereNobodyDoes() {
		assertThat(attributes()).containsEntry("machine.id", "node-7")
			.containsEntry("worker.id", "unknown")
			.doesNotContainKeys("deployment.environment", "deployment.environment.name");
	}

	@Test
	void namesTheProcessAsItsPropertiesSay() {
		this.user.put("emp.metrics.identity.machine-id", "gpu-4");
		this.user.put("emp.metrics.identity.worker-id", "worker-3");
		this.user.put("emp.metrics.identity.environment", "staging");
		assertThat(attributes())
			.containsAllEntriesOf(Map.of("machine.id", "gpu-4", "worker.id", "worker-3", "service.instance.id",
					"worker-3", "deployment.environment", "staging", "deployment.environment.name", "staging"));
	}

	@Test
	void namesTheInstanceAfterHostAndChance() {
		String first = attributes().get("service.instance.id");
		assertThat(first).matches("node-7-[0-9a-f]{8}");
		assertThat(attributes().get("service.instance.id")).isNotEqualTo(first);
	}

	@Test
	void namesTheInstanceAsTheUserSays() {
		this.user.put("emp.metrics.identity.worker-id", "worker-3");
		this.user.put("emp.metrics.identity.instance-id", "mine");
		assertThat(attributes()).containsEntry("service.instance.id", "mine");
	}

	@Test
	void takesBlankTextForNone() {
		this.user.putAll(Map.of("emp.metrics.identity.worker-id", " ", "emp.metrics.identity.machine-id", "",
				"emp.metrics.identity.environment", ""));
		assertThat(attributes()).containsEntry("worker.id", "unknown")
			.containsEntry("machine.id", "node-7")
			.doesNotContainKey("deployment.environment");
	}

	@Test
	void breaksNoLine() {
		this.user.put("emp.metrics.identity.worker-id", "worker\r\n3");
		assertThat(attributes()).containsEntry("worker.id", "worker 3");
	}

	@Test
	void leavesBootsPropertyInForce() {
		this.user.put("management.opentelemetry.resource-attributes.service.instance.id", "boot");
		this.user.put("management.opentelemetry.resource-attributes.worker.id", "boot-worker");
		this.user.put("management.opentelemetry.resource-attributes.other", "kept");
		this.user.put("emp.metrics.identity.worker-id", "ours");
		assertThat(attributes()).containsEntry("service.instance.id", "boot")
			.containsEntry("worker.id", "boot-worker")
			.containsEntry("other", "kept");
	}

	@Test
	void contributesNoKeyThatTheVariableNames() {
		this.user.put("emp.metrics.identity.environment", "ours");
		this.variables.put("OTEL_RESOURCE_ATTRIBUTES", "team=a, service.instance.id=otel,worker.id=w%201,"
				+ "machine.id=otel,deployment.environment=otel,deployment.environment.name=otel,=,junk");
		assertThat(attributes()).doesNotContainKeys("service.instance.id", "worker.id", "machine.id",
				"deployment.environment", "deployment.environment.name");
		ResourceAttributes inForce = ResourceAttributes.of(environment(), this.variables::get);
		assertThat(inForce.get("worker.id")).isEqualTo("w 1");
		assertThat(inForce.get("junk")).isNull();
	}

	@Test
	void keepsATextOfTheVariableThatCannotBeDecoded() {
		this.variables.put("OTEL_RESOURCE_ATTRIBUTES", "worker.id=50%");
		assertThat(ResourceAttributes.of(environment(), this.variables::get).get("worker.id")).isEqualTo("50%");
	}

	@Test
	void givesWayToDefaultProperties() {
		SpringApplication application = new SpringApplication(Nothing.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(
				Map.of("management.opentelemetry.resource-attributes.service.instance.id", "default"));
		try (ConfigurableApplicationContext context = application.run()) {
			assertThat(attributes(context.getEnvironment())).containsEntry("service.instance.id", "default")
				.containsKey("machine.id");
		}
	}

	@Test
	void leavesTheEnvironmentAloneWhereAllIsOff() {
		this.user.put("emp.metrics.enabled", "false");
		assertThat(attributes()).isEmpty();
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
		new IdentityEnvironmentPostProcessor(this.variables::get).postProcessEnvironment(environment,
				new SpringApplication());
		return environment;
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

}
