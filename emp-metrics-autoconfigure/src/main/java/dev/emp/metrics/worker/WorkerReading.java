package dev.emp.metrics.worker;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a pool of workers at one moment.
 *
 * @param busy how many jobs run now, not negative. Above the slots where the pool was
 * made smaller while they ran
 * @param slots how many jobs can run at once, not negative, or null if there is no limit
 */
public record WorkerReading(long busy, @Nullable Long slots) {

	public WorkerReading {
		if (busy < 0) {
			throw new IllegalArgumentException("The number of busy workers is negative: " + busy);
		}
		if (slots != null && slots < 0) {
			throw new IllegalArgumentException("The number of slots is negative: " + slots);
		}
	}

}
