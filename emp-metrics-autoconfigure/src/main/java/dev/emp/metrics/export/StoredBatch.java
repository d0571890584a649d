package dev.emp.metrics.export;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A batch that lies in the spool.
 *
 * @param file where it lies
 * @param points how many data points it has, as its name says
 * @param bytes the size of the file
 * @param acceptedAt when it was accepted, in milliseconds of the epoch
 */
record StoredBatch(Path file, int points, long bytes, long acceptedAt) {

	Path directory() {
		return Objects.requireNonNull(this.file.getParent());
	}

}
