package dev.emp.metrics.host;

/**
 * The memory of the machine at one moment, in bytes; -1 is unknown.
 *
 * @param total all of it
 * @param available what programs could still get without swapping, as the kernel
 * estimates it
 * @param free what is not used at all
 * @param buffers what holds blocks of disks
 * @param cached what holds files, and what the kernel would give back of its own
 */
record MemoryReading(long total, long available, long free, long buffers, long cached) {

	/**
	 * What is not available, as {@code free} and the hostmetrics receiver of the
	 * Collector have it.
	 * @return bytes
	 */
	long used() {
		return Math.max(0, this.total - this.available);
	}

}
