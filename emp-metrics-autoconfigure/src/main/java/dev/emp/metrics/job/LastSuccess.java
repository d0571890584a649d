package dev.emp.metrics.job;

import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Tags;

import dev.emp.metrics.support.ShownGauge;

/**
 * When a job of one name and service last completed; no series before the first time.
 */
final class LastSuccess {

	private final JobMetrics metrics;

	private final ShownGauge age;

	private final AtomicLong nanos = new AtomicLong();

	LastSuccess(JobMetrics metrics, Tags tags) {
		this.metrics = metrics;
		this.age = metrics.meters().laterGauge(JobMeters.LAST_SUCCESS_AGE, tags, Math::min, this, LastSuccess::seconds);
	}

	void at(long now) {
		// no full fence: the reader is an export, seconds later
		this.nanos.setRelease(now);
		this.age.show();
	}

	private double seconds() {
		return Math.max(this.metrics.nanos() - this.nanos.getAcquire(), 0) / 1e9;
	}

}
