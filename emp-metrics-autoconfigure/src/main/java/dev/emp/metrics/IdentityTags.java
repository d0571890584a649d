package dev.emp.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Puts the identity on the meters of registries that know no resource. Over OTLP it is on
 * the resource, and on the meters only if the user wants to see it there as well.
 */
final class IdentityTags {

	private static final List<String> KEYS = List.of("machine.id", "worker.id", "deployment.environment");

	private static final Log logger = LogFactory.getLog(IdentityTags.class);

	static final String OTLP = "io.micrometer.registry.otlp.OtlpMeterRegistry";

	/** Boot's own, which is not public. */
	static final String COMPOSITE = "org.springframework.boot.micrometer.metrics.autoconfigure."
			+ "AutoConfiguredCompositeMeterRegistry";

	private final Map<String, Tag> tags = new LinkedHashMap<>();

	private final boolean overOtlp;

	IdentityTags(ResourceAttributes identity, Environment environment, boolean overOtlp) {
		for (String key : KEYS) {
			String value = identity.get(key);
			if (value != null) {
				this.tags.put(PrometheusNames.label(key), Tag.of(key, value));
			}
		}
		// those come after, as tags of their own
		Binder.get(environment)
			.bind("management.metrics.tags", Bindable.mapOf(String.class, String.class))
			.orElse(Map.of())
			.keySet()
			.forEach((key) -> this.tags.remove(PrometheusNames.label(key)));
		this.overOtlp = overOtlp;
	}

	/**
	 * Look for what the tags know by name.
	 * @param classLoader the loader of the application's classes
	 * @return these tags
	 */
	IdentityTags checked(@Nullable ClassLoader classLoader) {
		boolean isOtlpRenamed = ClassUtils.isPresent(OTLP.replace("MeterRegistry", "Config"), classLoader)
				&& !ClassUtils.isPresent(OTLP, classLoader);
		if (isOtlpRenamed || !ClassUtils.isPresent(COMPOSITE, classLoader)) {
			logger.warn("Class " + (isOtlpRenamed ? OTLP : COMPOSITE) + " was not found. emp-metrics needs it to tell "
					+ "which meters have machine_id, worker_id and deployment_environment as tags: they are on those "
					+ "over OTLP as well. Use a version that supports this "
					+ (isOtlpRenamed ? "Micrometer." : "Spring Boot."));
		}
		return this;
	}

	void addTo(MeterRegistry registry) {
		if (isMeant(registry)) {
			registry.config().meterFilter(new MeterFilter() {

				@Override
				public Meter.Id map(Meter.Id id) {
					return id.withTags(missing(id));
				}

			});
		}
	}

	/**
	 * Take the identity away again where a filter that came later has put the user's own
	 * on a meter.
	 * @return the filter, to be the last
	 */
	static MeterFilter yielding() {
		return new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				List<Tag> tags = id.getTags();
				List<Tag> rest = tags.stream().filter((tag) -> !isTaken(tag, tags)).toList();
				return (rest.size() == tags.size()) ? id : id.replaceTags(rest);
			}

		};
	}

	private static boolean isTaken(Tag tag, List<Tag> tags) {
		return KEYS.contains(tag.getKey()) && tags.stream()
			.anyMatch((other) -> !other.getKey().equals(tag.getKey())
					&& PrometheusNames.label(other.getKey()).equals(PrometheusNames.label(tag.getKey())));
	}

	private boolean isMeant(MeterRegistry registry) {
		if (registry instanceof CompositeMeterRegistry composite) {
			// what Boot's own holds has been here itself
			return !composite.getClass().getName().equals(COMPOSITE)
					&& (this.overOtlp || composite.getRegistries().stream().noneMatch(IdentityTags::isOtlp));
		}
		return this.overOtlp || !isOtlp(registry);
	}

	/**
	 * The tags that a meter has not, as Prometheus sees keys: two labels of one name make
	 * a whole scrape fail.
	 * @param id the meter
	 * @return the tags to add
	 */
	private List<Tag> missing(Meter.Id id) {
		List<Tag> missing = new ArrayList<>(this.tags.values());
		for (Tag tag : id.getTagsAsIterable()) {
			missing.removeIf((own) -> PrometheusNames.label(own.getKey()).equals(PrometheusNames.label(tag.getKey())));
		}
		return missing;
	}

	private static boolean isOtlp(MeterRegistry registry) {
		// by name, since the registry is an optional dependency
		return TypeNames.isAny(Set.of(OTLP), registry);
	}

}
