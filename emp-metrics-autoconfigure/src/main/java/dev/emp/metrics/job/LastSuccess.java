package dev.emp.metrics.job;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Tags;

/**
 * When a job of one name and service last completed; no series before the first time.
 */
final class LastSuccess {

	private final JobMetrics metrics;

	private final Tags tags;

	private final AtomicBoolean watched = new AtomicBoolean();

	private final AtomicLong nanos = new AtomicLong();

	LastSuccess(JobMetrics metrics, Tags tags) {
		this.metrics = metrics;
		this.tags = tags;
	}

	void at(long now) {
		// no full fence: the reader is an export, seconds later
		this.nanos.setRelease(now);
		if (!this.watched.get() && this.watched.compareAndSet(false, true)) {
			try {
				this.metrics.meters()
					.gauge(JobMeters.LAST_SUCCESS_AGE, this.tags, Math::min, this, LastSuccess::seconds);
			}
			catch (Throwable ex) {
				// the next success may find the memory that this one did not
				this.watched.set(false);
				this.metrics.guard().failed(ex);
			}
		}
	}

	private double seconds() {
		return Math.max(this.metrics.nanos() - this.nanos.getAcquire(), 0) / 1e9;
	}

}
