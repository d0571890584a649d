package dev.emp.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Lets the environment variables of configuration.md set properties, below any
 * {@code emp.metrics.*} that is set itself.
 */
@Order(Ordered.LOWEST_PRECEDENCE - 20)
class VariablesEnvironmentPostProcessor implements EnvironmentPostProcessor {

	/** The Collector's own address for gRPC, which may be one for HTTP. */
	private static final String GRPC_VARIABLE = "DASH0_OTLP_ENDPOINT";

	/** The first variable of a property that has a value counts. */
	static final Map<String, String[]> VARIABLES = Map.ofEntries(row("job.enabled", "ENABLE_JOB_METRICS"),
			row("http.enabled", "ENABLE_API_METRICS"), row("host.enabled", "ENABLE_HOST_METRICS"),
			row("gpu.enabled", "ENABLE_GPU_METRICS"), row("container.docker.enabled", "ENABLE_DOCKER_METRICS"),
			row("interval", "METRICS_COLLECTION_INTERVAL"),
			row("identity.machine-id", "METRICS_LABEL_MACHINE_ID", "MACHINE_ID"),
			row("identity.worker-id", "METRICS_LABEL_WORKER_ID", "WORKER_ID"),
			row("identity.environment", "RAILWAY_ENVIRONMENT"),
			row("export.dash0.endpoint", "DASH0_METRICS_ENDPOINT", GRPC_VARIABLE),
			row("export.dash0.token", "DASH0_API_TOKEN"), row("export.dash0.dataset", "DASH0_DATASET"));

	/**
	 * Whoever names a label wants to see it beside the values, not only on the resource.
	 */
	private static final List<String> LABELS = List.of("METRICS_LABEL_MACHINE_ID", "METRICS_LABEL_WORKER_ID");

	private static final Pattern HTTP = Pattern.compile("https?://(?!.*:4317(/|$)).*", Pattern.CASE_INSENSITIVE);

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Map<String, Object> properties = new LinkedHashMap<>();
		VARIABLES.forEach((property, variables) -> {
			for (String variable : variables) {
				String value = value(environment, variable);
				if (StringUtils.hasText(value) && isMeant(variable, value.trim())) {
					properties.putIfAbsent(property, value.trim());
				}
			}
		});
		if (LABELS.stream().anyMatch((label) -> StringUtils.hasText(value(environment, label)))) {
			properties.put("emp.metrics.identity.as-tags", "true");
		}
		LowestPrecedence.add(environment, properties);
	}

	/**
	 * The variable that a property was made of.
	 * @param environment the environment
	 * @param property the canonical name of the property
	 * @param value the value of the property
	 * @return the variable, or null if it was none
	 */
	static @Nullable String variable(Environment environment, String property, Object value) {
		return Stream.of(VARIABLES.getOrDefault(property, new String[0]))
			.filter((variable) -> value.equals(trimmed(value(environment, variable))))
			.findFirst()
			.orElse(null);
	}

	/**
	 * The text of a variable. A reference to another variable that a shell or Compose
	 * would have expanded is expanded here; one that cannot be, or leads to itself, is as
	 * good as none.
	 * @param environment the environment
	 * @param variable the name of the variable
	 * @return the text, or null if there is none
	 */
	private static @Nullable String value(Environment environment, String variable) {
		try {
			return environment.getProperty(variable);
		}
		catch (IllegalArgumentException ex) {
			// its message quotes the text, which may be a secret
			return null;
		}
	}

	private static @Nullable String trimmed(@Nullable String value) {
		return (value != null) ? value.trim() : null;
	}

	private static Map.Entry<String, String[]> row(String property, String... variables) {
		return Map.entry("emp.metrics." + property, variables);
	}

	private static boolean isMeant(String variable, String value) {
		return !variable.equals(GRPC_VARIABLE) || HTTP.matcher(value).matches();
	}

}
