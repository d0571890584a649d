package dev.emp.metrics.gpu;

import java.util.Arrays;

/**
 * What is known of one GPU at one moment.
 */
final class GpuReading {

	private static final int SIZE = GpuValue.values().length;

	private final GpuIdentity identity;

	private final double[] values;

	/**
	 * Create a reading.
	 * @param identity who the GPU is
	 * @param values by {@link GpuValue#place()}, NaN where unknown; the array is handed
	 * over
	 */
	GpuReading(GpuIdentity identity, double[] values) {
		this.identity = identity;
		this.values = values;
	}

	/**
	 * Values that are all unknown.
	 * @return a new array
	 */
	static double[] unknown() {
		double[] values = new double[SIZE];
		Arrays.fill(values, Double.NaN);
		return values;
	}

	GpuIdentity identity() {
		return this.identity;
	}

	/**
	 * One value.
	 * @param value which
	 * @return the value in the unit of its meter, or NaN where unknown
	 */
	double get(GpuValue value) {
		return this.values[value.place()];
	}

}
