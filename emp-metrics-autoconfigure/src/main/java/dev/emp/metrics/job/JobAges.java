package dev.emp.metrics.job;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.Tags;

import dev.emp.metrics.support.ShownGauge;

/**
 * The ages of one job, service and queue: of the run that has been running longest, and
 * of the one that stalls most.
 */
final class JobAges {

	private final JobMetrics metrics;

	private final Tags tags;

	private final LastSuccess lastSuccess;

	private final List<LiveRuns> live = new CopyOnWriteArrayList<>();

	private final ShownGauge active;

	private final ShownGauge progress;

	JobAges(JobMetrics metrics, Tags tags, LastSuccess lastSuccess) {
		this.metrics = metrics;
		this.tags = tags;
		this.lastSuccess = lastSuccess;
		this.active = gauge(JobMeters.ACTIVE_AGE, JobRun::startNanos);
		this.progress = gauge(JobMeters.PROGRESS_AGE, JobRun::progressNanos);
	}

	void add(LiveRuns runs) {
		this.live.add(runs);
	}

	void watchActive() {
		this.active.show();
	}

	void watchProgress() {
		this.progress.show();
	}

	LastSuccess lastSuccess() {
		return this.lastSuccess;
	}

	private ShownGauge gauge(JobMeters meter, ToLongFunction<JobRun> since) {
		return this.metrics.meters().laterGauge(meter, this.tags, Math::max, this, (ages) -> ages.oldest(since));
	}

	private double oldest(ToLongFunction<JobRun> since) {
		long now = this.metrics.nanos();
		long[] oldest = new long[1];
		this.live
			.forEach((runs) -> runs.forEach((run) -> oldest[0] = Math.max(oldest[0], now - since.applyAsLong(run))));
		return oldest[0] / 1e9;
	}

}
