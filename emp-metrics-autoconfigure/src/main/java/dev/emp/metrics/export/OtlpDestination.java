package dev.emp.metrics.export;

import java.time.Duration;

import io.micrometer.registry.otlp.OtlpConfig;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.Destination;

/**
 * Describes where OTLP goes.
 *
 * @param config what the registry is told, or null where there is none
 * @param origin who said so
 */
record OtlpDestination(@Nullable OtlpConfig config, AddressOrigin origin) {

	Destination describe() {
		if (this.config == null) {
			return new Destination("OTLP", "none: the export over OTLP is off", Duration.ZERO);
		}
		return new Destination("OTLP", target(this.config), this.config.step());
	}

	private String target(OtlpConfig config) {
		if (!config.enabled()) {
			return (this.origin.kind() == AddressOrigin.Kind.NONE)
					? "none: no endpoint is known, set OTEL_EXPORTER_OTLP_ENDPOINT or management.otlp.metrics.export.url"
					: "none: the export over OTLP is off";
		}
		return OtlpUrl.of(config.url()).shown() + " (" + this.origin.name() + ")";
	}

}
