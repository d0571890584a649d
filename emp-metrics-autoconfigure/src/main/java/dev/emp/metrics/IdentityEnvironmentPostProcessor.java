package dev.emp.metrics;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.StringUtils;

/**
 * Gives Boot's resource attributes the identity of the process, without which two workers
 * with one service name are one series in a Collector. A key that the user names is left
 * alone.
 */
@Order(Ordered.LOWEST_PRECEDENCE - 10)
class IdentityEnvironmentPostProcessor implements EnvironmentPostProcessor {

	private static final String UNKNOWN = "unknown";

	private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

	private final UnaryOperator<@Nullable String> variables;

	IdentityEnvironmentPostProcessor() {
		this(System::getenv);
	}

	IdentityEnvironmentPostProcessor(UnaryOperator<@Nullable String> variables) {
		this.variables = variables;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Binder binder = Binder.get(environment);
		if (!binder.bind("emp.metrics.enabled", Boolean.class).orElse(true)) {
			return;
		}
		if (binder.bind("management.opentelemetry.map-environment-variables", Boolean.class).orElse(true)) {
			ResourceAttributes.checkHeaders(this.variables);
		}
		IdentityProperties identity = binder.bindOrCreate("emp.metrics.identity", IdentityProperties.class);
		ResourceAttributes named = ResourceAttributes.of(environment, this.variables);
		Map<String, Object> defaults = new LinkedHashMap<>();
		attributes(identity).forEach((key, value) -> {
			if (!named.contains(key) && StringUtils.hasText(value)) {
				// a line break would end a line of every log and scrape that has it
				defaults.put(ResourceAttributes.PROPERTY + "[" + key + "]", CONTROL.matcher(value).replaceAll(" "));
			}
		});
		LowestPrecedence.add(environment, defaults);
	}

	private Map<String, @Nullable String> attributes(IdentityProperties identity) {
		Map<String, @Nullable String> attributes = new LinkedHashMap<>();
		attributes.put("service.instance.id", or(identity.instanceId(), () -> instanceId(identity)));
		attributes.put("machine.id", or(identity.machineId(), () -> HostName.find(this.variables)));
		attributes.put("worker.id", or(identity.workerId(), () -> UNKNOWN));
		// the second is the name before OpenTelemetry 1.27, for Collectors and
		// dashboards that have it
		attributes.put("deployment.environment.name", identity.environment());
		attributes.put("deployment.environment", identity.environment());
		return attributes;
	}

	private String instanceId(IdentityProperties identity) {
		if (StringUtils.hasText(identity.workerId()) && !identity.workerId().equals(UNKNOWN)) {
			return identity.workerId();
		}
		return HostName.find(this.variables) + "-"
				+ String.format(Locale.ROOT, "%08x", ThreadLocalRandom.current().nextInt());
	}

	private static String or(@Nullable String value, Supplier<String> other) {
		return StringUtils.hasText(value) ? value : other.get();
	}

}
