package dev.emp.metrics.gpu;

/**
 * Collects what is known of one GPU, and lets through only what can be.
 */
final class GpuValues {

	private final double[] values = GpuReading.unknown();

	private boolean known;

	/**
	 * Note a value.
	 * @param value which it is
	 * @param number the number, in the unit of the value; NaN for unknown
	 */
	void put(GpuValue value, double number) {
		double checked = value.checked(number);
		this.values[value.place()] = checked;
		this.known |= !Double.isNaN(checked);
	}

	/**
	 * Forget what is counted, where nobody knows by which GPU.
	 */
	void forgetCounts() {
		for (GpuValue value : GpuValue.values()) {
			if (value.isCount()) {
				this.values[value.place()] = Double.NaN;
			}
		}
	}

	/**
	 * Whether anything is known.
	 * @return whether any value is
	 */
	boolean isKnown() {
		return this.known;
	}

	/**
	 * End the collection, which hands its values over.
	 * @param identity who the GPU is
	 * @return the reading
	 */
	GpuReading reading(GpuIdentity identity) {
		int used = GpuValue.MEMORY_USED.place();
		if (this.values[used] > this.values[GpuValue.MEMORY_TOTAL.place()]) {
			this.values[used] = Double.NaN;
		}
		return new GpuReading(identity, this.values);
	}

}
