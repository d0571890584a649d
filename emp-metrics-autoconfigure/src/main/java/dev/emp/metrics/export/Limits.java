package dev.emp.metrics.export;

import java.time.Duration;

/**
 * How much is held and for how long.
 *
 * @param diskBytes most bytes in files
 * @param memoryBytes most bytes in memory
 * @param batches most batches, wherever they lie
 * @param age longest time
 */
record Limits(long diskBytes, long memoryBytes, int batches, Duration age) {

	long bytes(boolean disk) {
		return disk ? this.diskBytes : this.memoryBytes;
	}

}
