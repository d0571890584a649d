package dev.emp.metrics.container;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A count that is read in one place or another, and goes on where it was when the place
 * changes: what was counted in another place before is no growth. Not safe for use by
 * several threads.
 */
final class ContinuedCount {

	private @Nullable Path place;

	private double last = Double.NaN;

	private double offset;

	/**
	 * Take what was read.
	 * @param place where
	 * @param count what was counted there so far, or NaN
	 * @return the count, or NaN
	 */
	double next(Path place, double count) {
		if (Double.isNaN(count)) {
			return count;
		}
		if (!place.equals(this.place)) {
			this.offset = Double.isNaN(this.last) ? 0 : this.last - count;
			this.place = place;
		}
		this.last = count + this.offset;
		return this.last;
	}

}
