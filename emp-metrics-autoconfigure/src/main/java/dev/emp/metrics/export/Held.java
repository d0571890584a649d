package dev.emp.metrics.export;

/**
 * What is accepted and neither delivered nor given up, in memory and on disk.
 */
interface Held {

	/**
	 * Data points that are held.
	 * @return how many
	 */
	long points();

	/**
	 * The size of what is held.
	 * @return the bytes
	 */
	long bytes();

	/**
	 * Batches that are held.
	 * @return how many
	 */
	int batches();

	/**
	 * The age of the batch that was accepted first.
	 * @return the seconds, 0 where nothing is held
	 */
	double oldestAgeSeconds();

}
