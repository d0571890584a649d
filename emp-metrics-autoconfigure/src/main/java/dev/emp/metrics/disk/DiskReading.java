package dev.emp.metrics.disk;

/**
 * The space of a file system at one moment, in bytes.
 *
 * @param used what files take
 * @param free what this process may still take
 * @param total the size
 */
record DiskReading(long used, long free, long total) {

}
