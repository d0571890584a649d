package dev.emp.metrics.sample.queue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;

/**
 * Hands one job to its handler and settles what becomes of it: done, tried again later,
 * or failed for good.
 */
@Component
final class JobRunner {

	private static final Log logger = LogFactory.getLog(JobRunner.class);

	private final JobQueue queue;

	private final Map<JobType, JobHandler> handlers = new EnumMap<>(JobType.class);

	JobRunner(JobQueue queue, List<JobHandler> handlers) {
		this.queue = queue;
		handlers.forEach((handler) -> this.handlers.put(handler.type(), handler));
	}

	// an OutOfMemoryError over one huge image is no reason to lose the worker's thread
	void run(QueuedJob queued) {
		try {
			queued.result().complete(Results.await(handler(queued.job().type()).handle(queued.job())));
		}
		catch (Throwable ex) {
			failed(queued, ex);
		}
	}

	private void failed(QueuedJob queued, Throwable ex) {
		if (queued.job().hasAttemptsLeft() && this.queue.retry(queued)) {
			logger.debug("Attempt %d at job %d failed".formatted(queued.job().attempt(), queued.job().id()), ex);
			return;
		}
		logger.warn("Job %d (%s) failed at attempt %d: %s".formatted(queued.job().id(), queued.job().type(),
				queued.job().attempt(), ex));
		queued.result().completeExceptionally(ex);
	}

	private JobHandler handler(JobType type) {
		JobHandler handler = this.handlers.get(type);
		Assert.state(handler != null, () -> "No handler for jobs of type " + type);
		return handler;
	}

}
