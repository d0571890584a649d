package dev.emp.metrics.sample.queue;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import reactor.core.publisher.Mono;

/**
 * Waits for what a handler has begun. The worker does nothing else meanwhile: so no more
 * jobs are done at a time than there are workers, whatever threads the handlers use.
 */
final class Results {

	private Results() {
	}

	/**
	 * Wait for a result.
	 * @param returned what a handler returned
	 * @return the result
	 * @throws Throwable what the work failed with
	 */
	static JobResult await(Object returned) throws Throwable {
		if (returned instanceof Mono<?> mono) {
			return await((Future<?>) mono.toFuture());
		}
		if (returned instanceof CompletionStage<?> stage) {
			return await((Future<?>) stage.toCompletableFuture());
		}
		return (JobResult) returned;
	}

	private static JobResult await(Future<?> future) throws Throwable {
		try {
			return (JobResult) future.get();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
		catch (InterruptedException ex) {
			// the worker stops: so does what it began
			future.cancel(true);
			throw ex;
		}
	}

}
