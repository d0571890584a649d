package dev.emp.metrics.support;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Whether metrics are exported nowhere since Boot's switch for all exporters is off, as
 * it is in tests.
 */
final class IdleSampling {

	private IdleSampling() {
	}

	static boolean isMeant(Environment environment, Meters meters) {
		boolean exported = Binder.get(environment)
			.bind("management.defaults.metrics.export.enabled", Boolean.class)
			.orElse(true);
		return !exported && meters.areIn(SimpleMeterRegistry.class);
	}

}
