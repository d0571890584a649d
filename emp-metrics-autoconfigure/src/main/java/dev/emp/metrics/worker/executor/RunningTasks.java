package dev.emp.metrics.worker.executor;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;

/**
 * Counts the tasks that run in an executor which does not say. The decorator that was
 * there sees the task first and as it was given: it may look for a future.
 */
final class RunningTasks implements TaskDecorator {

	private final @Nullable TaskDecorator first;

	private final AtomicInteger running = new AtomicInteger();

	RunningTasks(@Nullable TaskDecorator first) {
		this.first = first;
	}

	int count() {
		return this.running.get();
	}

	@Override
	public Runnable decorate(Runnable task) {
		Runnable decorated = (this.first != null) ? this.first.decorate(task) : task;
		// counted from here on would be what is refused, or waits for the limit
		return () -> {
			this.running.incrementAndGet();
			try {
				decorated.run();
			}
			finally {
				this.running.decrementAndGet();
			}
		};
	}

}
