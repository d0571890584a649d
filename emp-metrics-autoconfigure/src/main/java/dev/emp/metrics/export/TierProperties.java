package dev.emp.metrics.export;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.emp.metrics.MeterSpec.Tier;

/**
 * Exporting some meters more often and some less.
 *
 * @param enabled Whether meters are exported at three intervals in place of one
 * @param fast Interval of what changes with each job, shorter than the step. A number
 * without a unit is in seconds
 * @param low Interval of what hardly changes, no shorter than the step. A number without
 * a unit is in seconds
 * @param overrides Tiers by the first parts of meter names, such as jvm.gc=low; the
 * longest that fits counts
 */
record TierProperties(@DefaultValue("false") boolean enabled,
		@DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS) Duration fast,
		@DefaultValue("120s") @DurationUnit(ChronoUnit.SECONDS) Duration low,
		@DefaultValue Map<String, Tier> overrides) {

	TierProperties {
		overrides = Map.copyOf(overrides);
	}

}
