package dev.emp.metrics.benchmarks;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.registry.otlp.OtlpMeterRegistry;

/**
 * The registries that the parameter {@code registry} names. None of them exports.
 */
final class Registries {

	private Registries() {
	}

	static MeterRegistry of(String name) {
		return switch (name) {
			case "otlp" -> otlp();
			case "simple" -> new SimpleMeterRegistry();
			case "composite" -> new CompositeMeterRegistry().add(otlp()).add(new SimpleMeterRegistry());
			default -> throw new IllegalArgumentException("No registry is named " + name);
		};
	}

	private static MeterRegistry otlp() {
		return OtlpMeterRegistry.builder((key) -> key.equals("otlp.enabled") ? "false" : null)
			.clock(Clock.SYSTEM)
			.build();
	}

}
