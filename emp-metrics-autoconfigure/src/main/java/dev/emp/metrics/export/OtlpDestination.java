package dev.emp.metrics.export;

import java.util.List;
import java.util.stream.Collectors;

import io.micrometer.registry.otlp.OtlpConfig;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.Destination;

/**
 * Describes where OTLP goes.
 *
 * @param configs what the registries are told, of which there mostly is one
 * @param origin who said so
 * @param tiers the intervals where there are several, or null
 * @param missing what is missing where somebody meant to send, or null
 * @param off the setting that switches the export off, in parentheses, or nothing
 * @param hidesPath whether to show nothing of the path
 */
record OtlpDestination(List<OtlpConfig> configs, AddressOrigin origin, @Nullable TierSteps tiers,
		@Nullable String missing, String off, boolean hidesPath) {

	private static final Log logger = LogFactory.getLog(OtlpDestination.class);

	static final String NAME = "OTLP";

	Destination describe() {
		if (this.configs.isEmpty()) {
			return none("the export over OTLP is off" + this.off);
		}
		try {
			return (this.configs.size() == 1) ? describe(this.configs.get(0)) : describeAll();
		}
		catch (RuntimeException ex) {
			logger.debug("Where OTLP goes cannot be said", ex);
			return none("its settings cannot be read");
		}
	}

	private Destination describeAll() {
		List<OtlpConfig> enabled = this.configs.stream().filter(OtlpConfig::enabled).toList();
		String addresses = enabled.stream()
			.map((config) -> OtlpUrl.of(config.url(), this.hidesPath).shown())
			.distinct()
			.collect(Collectors.joining(" and "));
		return enabled.isEmpty() ? none("the export over OTLP is off" + this.off) : new Destination(NAME,
				addresses + " (beans of the application)", enabled.stream().map(OtlpConfig::step).distinct().toList());
	}

	private Destination describe(OtlpConfig config) {
		if (config.enabled()) {
			return new Destination(NAME,
					OtlpUrl.of(config.url(), this.hidesPath).shown() + " (" + this.origin.name() + ")",
					(this.tiers != null) ? this.tiers.all() : List.of(config.step()));
		}
		if (this.missing != null) {
			return none(this.missing);
		}
		return (this.origin.kind() == AddressOrigin.Kind.NONE)
				? none("no endpoint is known, set OTEL_EXPORTER_OTLP_ENDPOINT or management.otlp.metrics.export.url")
				: none("the export over OTLP is off" + this.off);
	}

	private static Destination none(String reason) {
		return Destination.none(NAME, reason);
	}

}
