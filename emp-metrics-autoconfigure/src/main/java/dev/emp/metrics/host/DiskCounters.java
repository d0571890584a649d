package dev.emp.metrics.host;

/**
 * What a disk counted since it is there; -1 is unknown.
 *
 * @param device its name
 * @param readBytes bytes that were read
 * @param writtenBytes bytes that were written
 * @param reads reads
 * @param writes writes
 * @param busyMillis time in which it had something to do, in milliseconds
 * @param number the number by which the kernel knows the device
 */
record DiskCounters(String device, long readBytes, long writtenBytes, long reads, long writes, long busyMillis,
		long number) {

	/**
	 * Whether the counters are those of the same disk.
	 * @param other the counters of another look
	 * @return whether they are, as far as it is known
	 */
	boolean isOfSame(DiskCounters other) {
		return this.device.equals(other.device) && this.number == other.number;
	}

}
