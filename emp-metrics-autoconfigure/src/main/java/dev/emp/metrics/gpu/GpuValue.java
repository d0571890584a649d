package dev.emp.metrics.gpu;

import io.micrometer.core.instrument.Tags;

import dev.emp.metrics.gpu.GpuMeters.Keys;
import dev.emp.metrics.support.Growth;

/**
 * What can be known of a GPU; each is one series.
 */
enum GpuValue {

	/** In percent. */
	UTILIZATION(GpuMeters.UTILIZATION, Bounds.PERCENT),

	/** In percent of the time, in which memory was read or written. */
	MEMORY_UTILIZATION(GpuMeters.MEMORY_UTILIZATION, Bounds.PERCENT),

	/** In percent. */
	ENCODER_UTILIZATION(GpuMeters.ENCODER_UTILIZATION, Bounds.PERCENT),

	/** In percent. */
	DECODER_UTILIZATION(GpuMeters.DECODER_UTILIZATION, Bounds.PERCENT),

	/** In bytes. */
	MEMORY_USED(GpuMeters.MEMORY_USED, Bounds.BYTES),

	/** In bytes. */
	MEMORY_TOTAL(GpuMeters.MEMORY_TOTAL, Bounds.BYTES),

	/** In degrees Celsius. */
	TEMPERATURE(GpuMeters.TEMPERATURE, Bounds.CELSIUS),

	/** In watts. */
	POWER(GpuMeters.POWER, Bounds.WATTS),

	/** In hertz. */
	CLOCK_SM(GpuMeters.CLOCK, Tags.of(Keys.TYPE, "sm"), Bounds.HERTZ),

	/** In hertz. */
	CLOCK_MEMORY(GpuMeters.CLOCK, Tags.of(Keys.TYPE, "memory"), Bounds.HERTZ),

	/** In joules since the driver was loaded. */
	ENERGY(GpuMeters.ENERGY, Bounds.COUNT),

	/** 1 if the power limit keeps the clock down, otherwise 0. */
	THROTTLED_SW_POWER_CAP(GpuMeters.THROTTLED, Tags.of(Keys.REASON, "sw_power_cap"), Bounds.FLAG),

	/** 1 if the hardware keeps the clock down, for whatever reason, otherwise 0. */
	THROTTLED_HW_SLOWDOWN(GpuMeters.THROTTLED, Tags.of(Keys.REASON, "hw_slowdown"), Bounds.FLAG),

	/** 1 if the driver keeps the clock down since it is too hot, otherwise 0. */
	THROTTLED_SW_THERMAL_SLOWDOWN(GpuMeters.THROTTLED, Tags.of(Keys.REASON, "sw_thermal_slowdown"), Bounds.FLAG),

	/** 1 if the hardware keeps the clock down since it is too hot, otherwise 0. */
	THROTTLED_HW_THERMAL_SLOWDOWN(GpuMeters.THROTTLED, Tags.of(Keys.REASON, "hw_thermal_slowdown"), Bounds.FLAG),

	/** 1 if the power supply asks for a lower clock, otherwise 0. */
	THROTTLED_HW_POWER_BRAKE_SLOWDOWN(GpuMeters.THROTTLED, Tags.of(Keys.REASON, "hw_power_brake_slowdown"),
			Bounds.FLAG),

	/** 1 if a slower GPU of the group keeps the clock down, otherwise 0. */
	THROTTLED_SYNC_BOOST(GpuMeters.THROTTLED, Tags.of(Keys.REASON, "sync_boost"), Bounds.FLAG),

	/** Counted since the driver was loaded. */
	ERRORS_ECC_CORRECTED(GpuMeters.ERRORS, Tags.of(Keys.TYPE, "ecc_corrected"), Bounds.COUNT),

	/** Counted since the driver was loaded. */
	ERRORS_ECC_UNCORRECTED(GpuMeters.ERRORS, Tags.of(Keys.TYPE, "ecc_uncorrected"), Bounds.COUNT),

	/** Counted since the driver was loaded. */
	ERRORS_PCIE_REPLAY(GpuMeters.ERRORS, Tags.of(Keys.TYPE, "pcie_replay"), Bounds.COUNT);

	private final GpuMeters definition;

	private final Tags tags;

	private final Bounds bounds;

	GpuValue(GpuMeters definition, Bounds bounds) {
		this(definition, Tags.empty(), bounds);
	}

	GpuValue(GpuMeters definition, Tags tags, Bounds bounds) {
		this.definition = definition;
		this.tags = tags;
		this.bounds = bounds;
	}

	GpuMeters definition() {
		return this.definition;
	}

	/**
	 * What tells the series from others of the same meter and GPU.
	 * @return the tags
	 */
	Tags tags() {
		return this.tags;
	}

	/**
	 * Where the value stands in an array of all values.
	 * @return the index
	 */
	// the array lives no longer than this class, and is written for each GPU each time
	@SuppressWarnings("EnumOrdinal")
	int place() {
		return ordinal();
	}

	/**
	 * Let only through what can be.
	 * @param value a value in the unit of the meter
	 * @return the value, or NaN if it is out of all reason
	 */
	double checked(double value) {
		return (value >= this.bounds.least && value <= this.bounds.most) ? value : Double.NaN;
	}

	/**
	 * Whether it is counted, so that it has to be known what counts it.
	 * @return whether it is
	 */
	boolean isCount() {
		return this.bounds == Bounds.COUNT;
	}

	/**
	 * How much it can grow in a second, if it is a counter.
	 * @return the most that is believed
	 */
	double mostPerSecond() {
		return (this == ENERGY) ? Bounds.WATTS.most : Growth.Most.GPU_ERRORS;
	}

	/**
	 * Between what a value is believed.
	 */
	private enum Bounds {

		PERCENT(0, 100),

		BYTES(0, (double) (1L << 50)),

		CELSIUS(-50, 200),

		WATTS(0, 10_000),

		HERTZ(0, 20e9),

		FLAG(0, 1),

		/** Beyond what a double counts in ones. */
		COUNT(0, (double) (1L << 53));

		private final double least;

		private final double most;

		Bounds(double least, double most) {
			this.least = least;
			this.most = most;
		}

	}

}
