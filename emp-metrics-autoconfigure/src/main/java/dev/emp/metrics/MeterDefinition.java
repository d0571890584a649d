package dev.emp.metrics;

/**
 * One meter of a feature. Each feature lists its own in an enum and contributes them as a
 * {@link MeterDefinitions} bean, from which documentation, dashboards and tiers are made.
 */
public interface MeterDefinition {

	/**
	 * Everything that is known of the meter before anything is measured.
	 * @return the specification
	 */
	MeterSpec spec();

}
