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
 */
record DiskCounters(String device, long readBytes, long writtenBytes, long reads, long writes, long busyMillis) {

}
