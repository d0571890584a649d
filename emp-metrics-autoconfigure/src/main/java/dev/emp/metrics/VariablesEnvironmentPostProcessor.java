package dev.emp.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.StringUtils;

/**
 * Lets the environment variables of the seed document set properties, below any
 * {@code emp.metrics.*} that is set itself.
 */
@Order(Ordered.LOWEST_PRECEDENCE - 20)
class VariablesEnvironmentPostProcessor implements EnvironmentPostProcessor {

	/** The first variable of a property that has a value counts. */
	static final Map<String, String[]> VARIABLES = Map.of("emp.metrics.job.enabled",
			new String[] { "ENABLE_JOB_METRICS" }, "emp.metrics.interval",
			new String[] { "METRICS_COLLECTION_INTERVAL" }, "emp.metrics.identity.worker-id",
			new String[] { "METRICS_LABEL_WORKER_ID", "WORKER_ID" });

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Map<String, Object> properties = new LinkedHashMap<>();
		VARIABLES.forEach((property, variables) -> {
			for (String variable : variables) {
				String value = environment.getProperty(variable);
				if (StringUtils.hasText(value)) {
					properties.putIfAbsent(property, value.trim());
				}
			}
		});
		LowestPrecedence.add(environment, properties);
	}

}
