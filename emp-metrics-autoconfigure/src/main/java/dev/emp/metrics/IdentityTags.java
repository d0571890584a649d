package dev.emp.metrics;

import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Puts the identity on the meters of registries that know no resource. Over OTLP it is on
 * the resource, and on the meters only if the user wants to see it there as well.
 */
final class IdentityTags {

	private static final List<String> KEYS = List.of("machine.id", "worker.id", "deployment.environment");

	private static final String OTLP = "io.micrometer.registry.otlp.OtlpMeterRegistry";

	private final Tags tags;

	private final boolean overOtlp;

	IdentityTags(ResourceAttributes identity, Environment environment, boolean overOtlp) {
		Map<String, String> ofUser = Binder.get(environment)
			.bind("management.metrics.tags", Bindable.mapOf(String.class, String.class))
			.orElse(Map.of());
		Tags tags = Tags.empty();
		for (String key : KEYS) {
			String value = identity.get(key);
			if (value != null && !ofUser.containsKey(key)) {
				tags = tags.and(key, value);
			}
		}
		this.tags = tags;
		this.overOtlp = overOtlp;
	}

	void addTo(MeterRegistry registry) {
		// what a composite holds has been here itself
		if (!(registry instanceof CompositeMeterRegistry) && (this.overOtlp || !isOtlp(registry))) {
			registry.config().commonTags(this.tags);
		}
	}

	private static boolean isOtlp(MeterRegistry registry) {
		// by name, since the registry is an optional dependency
		for (Class<?> type = registry.getClass(); type != null; type = type.getSuperclass()) {
			if (type.getName().equals(OTLP)) {
				return true;
			}
		}
		return false;
	}

}
