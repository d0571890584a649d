package dev.emp.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VariablesEnvironmentPostProcessor}.
 */
class VariablesEnvironmentPostProcessorTests {

	private final Map<String, Object> variables = new LinkedHashMap<>();

	@ParameterizedTest
	@CsvSource(
			textBlock = """
					ENABLE_JOB_METRICS,       false,        emp.metrics.job.enabled
					ENABLE_API_METRICS,       false,        emp.metrics.http.enabled
					ENABLE_HOST_METRICS,      false,        emp.metrics.host.enabled
					ENABLE_GPU_METRICS,       false,        emp.metrics.gpu.enabled
					ENABLE_DOCKER_METRICS,    true,         emp.metrics.container.docker.enabled
					METRICS_COLLECTION_INTERVAL, 30,        emp.metrics.interval
					METRICS_LABEL_MACHINE_ID, m1,           emp.metrics.identity.machine-id
					MACHINE_ID,               m1,           emp.metrics.identity.machine-id
					METRICS_LABEL_WORKER_ID,  w1,           emp.metrics.identity.worker-id
					WORKER_ID,                w1,           emp.metrics.identity.worker-id
					RAILWAY_ENVIRONMENT,      production,   emp.metrics.identity.environment
					DASH0_METRICS_ENDPOINT,   https://ingress.eu-west-1.aws.dash0.com/v1/metrics, emp.metrics.export.dash0.endpoint
					DASH0_API_TOKEN,          auth_example, emp.metrics.export.dash0.token
					DASH0_DATASET,            team,         emp.metrics.export.dash0.dataset
					""")
	void setsAPropertyBelowThePropertyItself(String variable, String value, String property) {
		this.variables.put(variable, value);
		assertThat(environment().getProperty(property)).isEqualTo(value);
		this.variables.put(property, "set");
		assertThat(environment().getProperty(property)).isEqualTo("set");
	}

	@ParameterizedTest
	@ValueSource(strings = { "METRICS_LABEL_MACHINE_ID", "METRICS_LABEL_WORKER_ID" })
	void takesALabelForTheWishToSeeIt(String label) {
		this.variables.put(label, "one");
		assertThat(environment().getProperty("emp.metrics.identity.as-tags")).isEqualTo("true");
		this.variables.put("emp.metrics.identity.as-tags", "false");
		assertThat(environment().getProperty("emp.metrics.identity.as-tags")).isEqualTo("false");
	}

	@Test
	void seesNoWishInALabelThatIsEmptyOrInAPlainName() {
		this.variables.putAll(Map.of("METRICS_LABEL_WORKER_ID", "", "WORKER_ID", "w1", "MACHINE_ID", "m1"));
		assertThat(environment().getProperty("emp.metrics.identity.as-tags")).isNull();
	}

	@Test
	void prefersTheLabelsVariableAndPassesOverTheEmpty() {
		this.variables.putAll(Map.of("METRICS_LABEL_WORKER_ID", "label", "WORKER_ID", "worker-1"));
		assertThat(environment().getProperty("emp.metrics.identity.worker-id")).isEqualTo("label");
		this.variables.put("METRICS_LABEL_WORKER_ID", " ");
		assertThat(environment().getProperty("emp.metrics.identity.worker-id")).isEqualTo("worker-1");
	}

	@Test
	void leavesAPropertyThatIsSetInForce() {
		this.variables.putAll(Map.of("WORKER_ID", "worker-1", "emp.metrics.identity.worker-id", "property"));
		assertThat(environment().getProperty("emp.metrics.identity.worker-id")).isEqualTo("property");
	}

	@Test
	void mapsWhatIsKnownOfDash0() {
		this.variables.putAll(Map.of("DASH0_METRICS_ENDPOINT", "https://ingress.dash0.com", "DASH0_API_TOKEN", "auth_1",
				"DASH0_DATASET", "default"));
		StandardEnvironment environment = environment();
		assertThat(environment.getProperty("emp.metrics.export.dash0.endpoint")).isEqualTo("https://ingress.dash0.com");
		assertThat(environment.getProperty("emp.metrics.export.dash0.token")).isEqualTo("auth_1");
		assertThat(environment.getProperty("emp.metrics.export.dash0.dataset")).isEqualTo("default");
	}

	@Test
	void takesTheCollectorsAddressWhereItIsOneOfHttpAlone() {
		this.variables.put("DASH0_OTLP_ENDPOINT", "https://ingress.dash0.com:4318/");
		assertThat(environment().getProperty("emp.metrics.export.dash0.endpoint"))
			.isEqualTo("https://ingress.dash0.com:4318/");
		for (String grpc : new String[] { "ingress.dash0.com:4317", "https://ingress.dash0.com:4317", "grpc://ingress",
				"http://ingress.dash0.com:4317/v1/metrics" }) {
			this.variables.put("DASH0_OTLP_ENDPOINT", grpc);
			assertThat(environment().getProperty("emp.metrics.export.dash0.endpoint")).as(grpc).isNull();
		}
	}

	@Test
	void expandsAReferenceThatNobodyExpanded() {
		this.variables.putAll(Map.of("METRICS_LABEL_WORKER_ID", "${WORKER_ID}", "WORKER_ID", "worker-1"));
		assertThat(environment().getProperty("emp.metrics.identity.worker-id")).isEqualTo("worker-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "${WORKER_ID}", "${NOPE}", "auth_ab${cd}ef" })
	void takesAReferenceToNothingOrToItselfForNone(String value) {
		this.variables.putAll(Map.of("WORKER_ID", value, "DASH0_API_TOKEN", value, "METRICS_LABEL_MACHINE_ID", value));
		StandardEnvironment environment = environment();
		assertThat(environment.getProperty("emp.metrics.identity.worker-id")).isNull();
		assertThat(environment.getProperty("emp.metrics.export.dash0.token")).isNull();
		assertThat(environment.getProperty("emp.metrics.identity.as-tags")).isNull();
	}

	private StandardEnvironment environment() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", this.variables));
		new VariablesEnvironmentPostProcessor().postProcessEnvironment(environment, new SpringApplication());
		return environment;
	}

}
