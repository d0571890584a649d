package dev.emp.metrics.export;

/**
 * Held batches of a test.
 *
 * @param points how many data points
 * @param bytes how many bytes
 * @param batches how many batches
 * @param oldestAgeSeconds the age of the oldest
 */
record HeldNumbers(long points, long bytes, int batches, double oldestAgeSeconds) implements Held {

	static final HeldNumbers SOME = new HeldNumbers(7, 4096, 2, 12.4);

	static final HeldNumbers NONE = new HeldNumbers(0, 0, 0, 0);

}
