package dev.emp.metrics.support;

/**
 * The series of one row of a source. Not safe for use by several threads.
 *
 * @param <T> what the source reads
 */
interface RowSeries<T> {

	/**
	 * Take values as a row says from the next snapshot on.
	 * @param row the row, of the same definition and tags as before
	 */
	void follow(SampledRow<T> row);

	/**
	 * Show what a snapshot knows. Where it does not know the row there is no series.
	 * @param snapshot what was read
	 */
	void show(T snapshot);

	/**
	 * Register again what the application removed from the registry.
	 */
	void renew();

	/**
	 * Take the series away until the thing is seen again.
	 * @return whether it is then known that it is the same thing
	 */
	boolean hide();

	/**
	 * Take the series away and forget the thing.
	 */
	void clear();

}
