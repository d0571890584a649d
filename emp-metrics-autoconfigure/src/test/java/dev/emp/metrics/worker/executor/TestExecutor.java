package dev.emp.metrics.worker.executor;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An executor that an application wrote, which runs everything at once.
 */
final class TestExecutor extends AbstractExecutorService {

	@Override
	public void execute(Runnable task) {
		task.run();
	}

	@Override
	public void shutdown() {
		// nothing runs
	}

	@Override
	public List<Runnable> shutdownNow() {
		return List.of();
	}

	@Override
	public boolean isShutdown() {
		return false;
	}

	@Override
	public boolean isTerminated() {
		return false;
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) {
		return false;
	}

}
