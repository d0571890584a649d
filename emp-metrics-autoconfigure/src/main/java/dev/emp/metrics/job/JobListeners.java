package dev.emp.metrics.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.Guarded;

/**
 * Tells the listeners of finished runs.
 */
final class JobListeners {

	private final List<JobListener> listeners;

	private final List<Guarded> guards = new ArrayList<>();

	private final List<String> tagKeys;

	JobListeners(JobMetrics metrics, List<JobListener> listeners) {
		this.listeners = List.copyOf(listeners);
		this.tagKeys = metrics.tagKeys();
		listeners.forEach((listener) -> this.guards
			.add(metrics.guard("JobListener " + JobMetrics.typeName(listener), "It misses this job.")));
	}

	boolean any() {
		return !this.listeners.isEmpty();
	}

	void tell(JobRun run, TaggedSeries series, JobStatus status, @Nullable JobOutcome outcome,
			@Nullable ErrorType errorType, long nanos, long inputBytes, long outputBytes) {
		RunDetails details = run.details();
		Map<String, String> tags = new LinkedHashMap<>();
		for (int i = 0; i < this.tagKeys.size(); i++) {
			tags.put(this.tagKeys.get(i), series.extraValues().get(i));
		}
		List<String> job = series.job().values();
		Duration wait = (details.waitNanos != RunDetails.UNKNOWN) ? Duration.ofNanos(details.waitNanos) : null;
		FinishedJob finished = new FinishedJob(job.get(0), job.get(1), job.get(2), job.get(3), tags, status, outcome,
				errorType, Duration.ofNanos(nanos), wait, inputBytes, outputBytes, details.gpuSeconds);
		for (int i = 0; i < this.listeners.size(); i++) {
			JobListener listener = this.listeners.get(i);
			this.guards.get(i).run(() -> listener.onFinished(finished));
		}
	}

}
