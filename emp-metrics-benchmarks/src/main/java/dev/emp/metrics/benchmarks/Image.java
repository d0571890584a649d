package dev.emp.metrics.benchmarks;

/**
 * The result of a job.
 *
 * @param bytes its size
 */
public record Image(long bytes) {

	static final Image SAMPLE = new Image(300_000);

}
