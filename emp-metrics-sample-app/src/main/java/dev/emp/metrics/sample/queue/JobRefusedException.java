package dev.emp.metrics.sample.queue;

import java.util.concurrent.RejectedExecutionException;

/**
 * The queue does not take the job: it is full or closed.
 */
public final class JobRefusedException extends RejectedExecutionException {

	JobRefusedException(String reason) {
		super(reason);
	}

}
