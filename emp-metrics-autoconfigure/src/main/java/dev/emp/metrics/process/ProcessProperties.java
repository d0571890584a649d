package dev.emp.metrics.process;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.emp.metrics.support.SamplingInterval;

/**
 * Settings of the metrics of this process.
 *
 * @param enabled Whether to meter this process
 * @param interval Time between two looks at the process. By default as often as metrics
 * are exported. A number without a unit is in seconds
 */
@ConfigurationProperties("emp.metrics.process")
record ProcessProperties(@DefaultValue("true") boolean enabled,
		@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration interval) {

	ProcessProperties {
		SamplingInterval.check("emp.metrics.process.interval", interval);
	}

}
