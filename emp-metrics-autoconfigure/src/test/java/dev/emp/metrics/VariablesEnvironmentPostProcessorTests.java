package dev.emp.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VariablesEnvironmentPostProcessor}.
 */
class VariablesEnvironmentPostProcessorTests {

	private final Map<String, Object> variables = new LinkedHashMap<>();

	@Test
	void mapsVariablesToProperties() {
		this.variables.putAll(
				Map.of("ENABLE_JOB_METRICS", "false", "METRICS_COLLECTION_INTERVAL", "30", "WORKER_ID", "worker-1"));
		StandardEnvironment environment = environment();
		assertThat(environment.getProperty("emp.metrics.job.enabled")).isEqualTo("false");
		assertThat(environment.getProperty("emp.metrics.interval")).isEqualTo("30");
		assertThat(environment.getProperty("emp.metrics.identity.worker-id")).isEqualTo("worker-1");
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

	private StandardEnvironment environment() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", this.variables));
		new VariablesEnvironmentPostProcessor().postProcessEnvironment(environment, new SpringApplication());
		return environment;
	}

}
