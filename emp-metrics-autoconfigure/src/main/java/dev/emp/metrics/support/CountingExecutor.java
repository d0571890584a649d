package dev.emp.metrics.support;

import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the tasks of an executor that does not say how many wait and run.
 */
final class CountingExecutor extends WrappingExecutor {

	/** One waiting task; the running ones are in the lower half of the count. */
	private static final long WAITING = 1L << 32;

	/** Both numbers in one, so that a task that begins is never in both or in none. */
	private final AtomicLong tasks = new AtomicLong();

	CountingExecutor(ExecutorService executor) {
		super(executor);
	}

	long queued() {
		// what a stopped executor threw away will never begin
		return isTerminated() ? 0 : this.tasks.get() / WAITING;
	}

	long running() {
		return this.tasks.get() % WAITING;
	}

	@Override
	public void execute(Runnable task) {
		Counted counted = new Counted(Objects.requireNonNull(task, "task"), this.tasks);
		this.tasks.addAndGet(WAITING);
		try {
			executor().execute(counted);
		}
		catch (Throwable ex) {
			counted.forget();
			throw ex;
		}
	}

	@Override
	Runnable takeBack(Runnable task) {
		if (task instanceof Counted counted) {
			counted.forget();
			return counted.task;
		}
		return task;
	}

	/**
	 * A task, and whether it waits no longer.
	 */
	@SuppressWarnings("serial")
	private static final class Counted extends AtomicBoolean implements Runnable {

		private final transient Runnable task;

		private final transient AtomicLong tasks;

		Counted(Runnable task, AtomicLong tasks) {
			this.task = task;
			this.tasks = tasks;
		}

		void forget() {
			// an executor may run the task on the caller's thread, and the task may fail
			if (compareAndSet(false, true)) {
				this.tasks.addAndGet(-WAITING);
			}
		}

		@Override
		public void run() {
			if (compareAndSet(false, true)) {
				this.tasks.addAndGet(1 - WAITING);
				try {
					this.task.run();
				}
				finally {
					this.tasks.addAndGet(-1);
				}
			}
			else {
				this.task.run();
			}
		}

		@Override
		public String toString() {
			// the message of a rejection names the task
			return this.task.toString();
		}

	}

}
