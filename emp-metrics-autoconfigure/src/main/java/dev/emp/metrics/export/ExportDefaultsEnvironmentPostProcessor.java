package dev.emp.metrics.export;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;

import dev.emp.metrics.EmpMetricsProperties;
import dev.emp.metrics.IdentityProperties;
import dev.emp.metrics.LowestPrecedence;

/**
 * Gives Boot's OTLP properties the defaults that fit a fleet of workers. They stand below
 * everything else, so whoever sets a property or an {@code OTEL_*} variable is obeyed.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
class ExportDefaultsEnvironmentPostProcessor implements EnvironmentPostProcessor {

	private static final String PREFIX = "management.otlp.metrics.export.";

	private static final String ATTRIBUTES = "management.opentelemetry.resource-attributes";

	private static final String INSTANCE_ID = "service.instance.id";

	private final UnaryOperator<@Nullable String> variables;

	ExportDefaultsEnvironmentPostProcessor() {
		this(System::getenv);
	}

	ExportDefaultsEnvironmentPostProcessor(UnaryOperator<@Nullable String> variables) {
		this.variables = variables;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Binder binder = Binder.get(environment);
		if (!binder.bind("emp.metrics.enabled", Boolean.class).orElse(true)) {
			return;
		}
		EmpMetricsProperties properties = binder.bindOrCreate("emp.metrics", EmpMetricsProperties.class);
		Map<String, Object> defaults = new LinkedHashMap<>();
		defaults.put(PREFIX + "step", millis(properties.interval()));
		// Micrometer's own are milliseconds, no compression, and a gauge more per timer
		defaults.put(PREFIX + "base-time-unit", "seconds");
		defaults.put(PREFIX + "compression-mode", "gzip");
		defaults.put(PREFIX + "publish-max-gauge-for-histograms", "false");
		if (!isNamedByUser(INSTANCE_ID, binder)) {
			IdentityProperties identity = binder.bindOrCreate("emp.metrics.identity", IdentityProperties.class);
			defaults.put(ATTRIBUTES + "[" + INSTANCE_ID + "]", new InstanceId(identity, this.variables).value());
		}
		LowestPrecedence.add(environment, defaults);
	}

	private boolean isNamedByUser(String key, Binder binder) {
		String variable = this.variables.apply("OTEL_RESOURCE_ATTRIBUTES");
		boolean named = variable != null && Stream.of(variable.split(",", -1))
			.anyMatch((attribute) -> attribute.trim().split("=", 2)[0].trim().equals(key));
		return named || binder.bind(ATTRIBUTES, Bindable.mapOf(String.class, String.class))
			.map((attributes) -> attributes.containsKey(key))
			.orElse(false);
	}

	private static String millis(Duration interval) {
		return interval.toMillis() + "ms";
	}

}
