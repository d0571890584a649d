package dev.emp.metrics.gpu;

import org.jspecify.annotations.Nullable;

/**
 * What {@code nvidia-smi} is asked for beside the index, the UUID and the name of each
 * GPU. It knows neither the energy nor the replays of PCI Express.
 *
 * @see <a href="https://docs.nvidia.com/deploy/nvidia-smi/index.html">nvidia-smi</a>
 */
enum SmiColumn {

	/** A text. */
	DRIVER("driver_version", null, 1),

	/** Percent. */
	UTILIZATION("utilization.gpu", GpuValue.UTILIZATION, 1),

	/** Percent. */
	MEMORY_UTILIZATION("utilization.memory", GpuValue.MEMORY_UTILIZATION, 1),

	/** Percent; not known to drivers before 530. */
	ENCODER_UTILIZATION("utilization.encoder", GpuValue.ENCODER_UTILIZATION, 1),

	/** Percent; not known to drivers before 530. */
	DECODER_UTILIZATION("utilization.decoder", GpuValue.DECODER_UTILIZATION, 1),

	/** MiB. */
	MEMORY_USED("memory.used", GpuValue.MEMORY_USED, Units.MEBIBYTE),

	/** MiB. */
	MEMORY_TOTAL("memory.total", GpuValue.MEMORY_TOTAL, Units.MEBIBYTE),

	/** Celsius. */
	TEMPERATURE("temperature.gpu", GpuValue.TEMPERATURE, 1),

	/** Watts. */
	POWER("power.draw", GpuValue.POWER, 1),

	/** MHz. */
	CLOCK_SM("clocks.sm", GpuValue.CLOCK_SM, Units.MEGAHERTZ),

	/** MHz. */
	CLOCK_MEMORY("clocks.mem", GpuValue.CLOCK_MEMORY, Units.MEGAHERTZ),

	/** Active or not. */
	SW_POWER_CAP("clocks_event_reasons.sw_power_cap", GpuValue.THROTTLED_SW_POWER_CAP, 1),

	/** Active or not. */
	HW_SLOWDOWN("clocks_event_reasons.hw_slowdown", GpuValue.THROTTLED_HW_SLOWDOWN, 1),

	/** Active or not. */
	SW_THERMAL_SLOWDOWN("clocks_event_reasons.sw_thermal_slowdown", GpuValue.THROTTLED_SW_THERMAL_SLOWDOWN, 1),

	/** Active or not. */
	HW_THERMAL_SLOWDOWN("clocks_event_reasons.hw_thermal_slowdown", GpuValue.THROTTLED_HW_THERMAL_SLOWDOWN, 1),

	/** Active or not. */
	HW_POWER_BRAKE_SLOWDOWN("clocks_event_reasons.hw_power_brake_slowdown", GpuValue.THROTTLED_HW_POWER_BRAKE_SLOWDOWN,
			1),

	/** Active or not. */
	SYNC_BOOST("clocks_event_reasons.sync_boost", GpuValue.THROTTLED_SYNC_BOOST, 1),

	/** Counted since the driver was loaded. */
	ECC_CORRECTED("ecc.errors.corrected.volatile.total", GpuValue.ERRORS_ECC_CORRECTED, 1),

	/** Counted since the driver was loaded. */
	ECC_UNCORRECTED("ecc.errors.uncorrected.volatile.total", GpuValue.ERRORS_ECC_UNCORRECTED, 1);

	private final String field;

	private final @Nullable GpuValue value;

	private final double unit;

	SmiColumn(String field, @Nullable GpuValue value, double unit) {
		this.field = field;
		this.value = value;
		this.unit = unit;
	}

	/**
	 * The name that drivers of today know.
	 * @return the field
	 */
	String field() {
		return this.field;
	}

	/**
	 * Note what a cell says, if it is a number.
	 * @param cell the text without blanks around it
	 * @param values where it is noted
	 */
	void read(String cell, GpuValues values) {
		if (this.value != null) {
			values.put(this.value, this.unit * SmiCell.number(cell));
		}
	}

	private static final class Units {

		static final double MEBIBYTE = 1 << 20;

		static final double MEGAHERTZ = 1e6;

	}

}
