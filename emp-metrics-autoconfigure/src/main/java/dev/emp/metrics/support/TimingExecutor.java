package dev.emp.metrics.support;

import java.util.Objects;
import java.util.concurrent.ExecutorService;

/**
 * Notes on each task when it came. What waits and runs, the pool says itself.
 */
final class TimingExecutor extends WrappingExecutor {

	TimingExecutor(ExecutorService executor) {
		super(executor);
	}

	@Override
	public void execute(Runnable task) {
		Objects.requireNonNull(task, "task");
		executor().execute((task instanceof Enqueued) ? task : Enqueued.now(task));
	}

	@Override
	Runnable takeBack(Runnable task) {
		return (task instanceof EnqueuedTask wrapper) ? wrapper.task() : task;
	}

}
