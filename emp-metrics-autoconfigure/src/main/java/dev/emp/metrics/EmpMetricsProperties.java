package dev.emp.metrics;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.convert.DurationUnit;

/**
 * Settings of the library as a whole.
 *
 * @param enabled Whether to measure anything at all
 * @param interval Time between two exports, where management.otlp.metrics.export.step and
 * OTEL_METRIC_EXPORT_INTERVAL do not say. A number without a unit is in seconds
 */
@ConfigurationProperties("emp.metrics")
public record EmpMetricsProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration interval) {

	public EmpMetricsProperties {
		if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
			throw new InvalidSettingException(
					"The property emp.metrics.interval (or the variable METRICS_COLLECTION_INTERVAL)",
					DurationStyle.SIMPLE.print(interval), "is below one second",
					"Set it to 1s or more, for example 30s.");
		}
	}

}
