package dev.emp.metrics.job;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Tells the listeners of finished runs.
 */
final class JobListeners {

	private final List<Callback<JobListener>> listeners;

	private final List<String> tagKeys;

	JobListeners(JobMetrics metrics, List<JobListener> listeners) {
		this.listeners = Callback.all(metrics, JobListener.class, listeners, "It misses this job.");
		this.tagKeys = metrics.tagKeys();
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
		this.listeners.forEach((listener) -> listener.guard().run(() -> listener.code().onFinished(finished)));
		if (outcome != null) {
			decided(finished);
		}
		else {
			Attempts.remember(run, finished);
		}
	}

	void decided(FinishedJob last) {
		this.listeners.forEach((listener) -> listener.guard().run(() -> listener.code().onOutcome(last)));
	}

}
