package dev.emp.metrics.export;

import java.time.Duration;
import java.util.List;

import io.micrometer.registry.otlp.OtlpConfig;

import dev.emp.metrics.InvalidSettingException;

/**
 * The intervals of the tiers.
 *
 * @param fast the shortest
 * @param standard the step in force
 * @param low the longest
 */
record TierSteps(Duration fast, Duration standard, Duration low) {

	private static final String PREFIX = "emp.metrics.export.tiers.";

	private static final String STEP = "management.otlp.metrics.export.step";

	private static final String OR_ELSE = " (or the variable OTEL_METRIC_EXPORT_INTERVAL, or emp.metrics.interval)";

	/**
	 * The intervals in force.
	 * @param config has the step
	 * @param properties has the others
	 * @return the intervals
	 * @throws InvalidSettingException if they are out of order and anything is sent
	 */
	static TierSteps of(OtlpConfig config, TierProperties properties) {
		TierSteps steps = new TierSteps(properties.fast(), config.step(), properties.low());
		if (config.enabled()) {
			steps.check();
		}
		return steps;
	}

	private void check() {
		if (this.fast.toMillis() <= 0) {
			throw new InvalidSettingException("The property " + PREFIX + "fast", this.fast, "is not above zero",
					"Set it to more than zero and less than the step, " + STEP + OR_ELSE + ", or remove it for 5s.");
		}
		if (this.fast.compareTo(this.standard) >= 0) {
			throw new InvalidSettingException("The property " + PREFIX + "fast", this.fast,
					"is not shorter than the step in force, " + InvalidSettingException.text(this.standard),
					"Set it below the step, raise " + STEP + OR_ELSE + " above it, or leave out " + PREFIX
							+ "enabled: one interval needs no tiers.");
		}
		if (this.low.compareTo(this.standard) < 0) {
			throw new InvalidSettingException("The property " + PREFIX + "low", this.low,
					"is shorter than the step in force, " + InvalidSettingException.text(this.standard),
					"Set it to the step or above, or lower " + STEP + OR_ELSE + ".");
		}
	}

	List<Duration> all() {
		return List.of(this.fast, this.standard, this.low);
	}

}
