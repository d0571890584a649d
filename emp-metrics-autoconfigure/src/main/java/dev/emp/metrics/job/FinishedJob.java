package dev.emp.metrics.job;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A run that ended. The tag values are those of the meters, so they are bounded.
 *
 * @param name the name of the job
 * @param service the service, or {@code unknown}
 * @param queue the queue, or {@code unknown}
 * @param priority the priority, or {@code unknown}
 * @param tags the declared tags, each key of {@code emp.metrics.job.tag-keys}
 * @param status how the attempt ended
 * @param outcome what became of the job, or null if it will or may be tried again
 * @param errorType the class of the error, or null if nothing was thrown
 * @param duration how long the attempt ran
 * @param queueWait how long the job waited, or null if that is not known
 * @param inputBytes the size of the input, or -1 if unknown
 * @param outputBytes the size of the output, or -1 if unknown
 * @param gpuSeconds the GPU time that the handler reported, or 0
 */
public record FinishedJob(String name, String service, String queue, String priority, Map<String, String> tags,
		JobStatus status, @Nullable JobOutcome outcome, @Nullable ErrorType errorType, Duration duration,
		@Nullable Duration queueWait, long inputBytes, long outputBytes, double gpuSeconds) {

	FinishedJob decided(JobOutcome outcome) {
		return new FinishedJob(this.name, this.service, this.queue, this.priority, this.tags, this.status, outcome,
				this.errorType, this.duration, this.queueWait, this.inputBytes, this.outputBytes, this.gpuSeconds);
	}

}
