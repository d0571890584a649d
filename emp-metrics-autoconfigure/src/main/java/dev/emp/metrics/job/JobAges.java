package dev.emp.metrics.job;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.Tags;

/**
 * The ages of one job, service and queue: of the run that has been running longest, and
 * of the one that stalls most.
 */
final class JobAges {

	private final JobMetrics metrics;

	private final Tags tags;

	private final LastSuccess lastSuccess;

	private final List<LiveRuns> live = new CopyOnWriteArrayList<>();

	private final AtomicBoolean active = new AtomicBoolean();

	private final AtomicBoolean progress = new AtomicBoolean();

	JobAges(JobMetrics metrics, Tags tags, LastSuccess lastSuccess) {
		this.metrics = metrics;
		this.tags = tags;
		this.lastSuccess = lastSuccess;
	}

	void add(LiveRuns runs) {
		this.live.add(runs);
	}

	void watchActive() {
		watch(this.active, JobMeters.ACTIVE_AGE, JobRun::startNanos);
	}

	void watchProgress() {
		watch(this.progress, JobMeters.PROGRESS_AGE, JobRun::progressNanos);
	}

	LastSuccess lastSuccess() {
		return this.lastSuccess;
	}

	private void watch(AtomicBoolean watched, JobMeters meter, ToLongFunction<JobRun> since) {
		if (!watched.get() && watched.compareAndSet(false, true)) {
			this.metrics.meters().gauge(meter, this.tags, this, (ages) -> ages.oldest(since));
		}
	}

	private double oldest(ToLongFunction<JobRun> since) {
		long now = this.metrics.nanos();
		long[] oldest = new long[1];
		this.live
			.forEach((runs) -> runs.forEach((run) -> oldest[0] = Math.max(oldest[0], now - since.applyAsLong(run))));
		return oldest[0] / 1e9;
	}

}
