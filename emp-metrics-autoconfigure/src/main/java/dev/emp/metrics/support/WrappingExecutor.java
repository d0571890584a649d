package dev.emp.metrics.support;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Gives an executor each task in a wrapper, and takes the wrapper off again where a task
 * comes back.
 */
abstract class WrappingExecutor extends AbstractExecutorService {

	private final ExecutorService executor;

	WrappingExecutor(ExecutorService executor) {
		this.executor = executor;
	}

	final ExecutorService executor() {
		return this.executor;
	}

	/**
	 * The task that was given, of a task that did not run.
	 * @param task what the executor handed back
	 * @return the task without the wrapper
	 */
	abstract Runnable takeBack(Runnable task);

	@Override
	public void shutdown() {
		this.executor.shutdown();
	}

	@Override
	public List<Runnable> shutdownNow() {
		return this.executor.shutdownNow().stream().map(this::takeBack).toList();
	}

	@Override
	public boolean isShutdown() {
		return this.executor.isShutdown();
	}

	@Override
	public boolean isTerminated() {
		return this.executor.isTerminated();
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
		return this.executor.awaitTermination(timeout, unit);
	}

}
