package dev.emp.metrics.support;

import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import dev.emp.metrics.MeterSpec;

/**
 * Which meters are registered: those that are off by default only where the user switches
 * them on as Boot switches meters, by {@code management.metrics.enable} and the first
 * parts of a name or {@code all}. What the user switches off Boot's own filter denies.
 */
final class WantedMeters implements Predicate<MeterSpec> {

	private final Map<String, Boolean> enable;

	WantedMeters(Map<String, Boolean> enable) {
		this.enable = enable;
	}

	static WantedMeters of(Environment environment) {
		return new WantedMeters(Binder.get(environment)
			.bind("management.metrics.enable", Bindable.mapOf(String.class, Boolean.class))
			.orElse(Map.of()));
	}

	@Override
	public boolean test(MeterSpec spec) {
		return spec.onByDefault() || Boolean.TRUE.equals(said(spec.name()));
	}

	private @Nullable Boolean said(String name) {
		String prefix = name;
		while (!prefix.isEmpty()) {
			Boolean said = this.enable.get(prefix);
			if (said != null) {
				return said;
			}
			prefix = prefix.substring(0, Math.max(0, prefix.lastIndexOf('.')));
		}
		return this.enable.get("all");
	}

}
