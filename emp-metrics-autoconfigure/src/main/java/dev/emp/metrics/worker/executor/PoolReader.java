package dev.emp.metrics.worker.executor;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.worker.WorkerReading;

/**
 * Reads a thread pool of the JDK.
 */
final class PoolReader {

	private PoolReader() {
	}

	static WorkerReading read(ThreadPoolExecutor pool) {
		long busy = pool.getActiveCount();
		// what is shut down takes no task any more
		return new WorkerReading(busy, pool.isShutdown() ? Long.valueOf(busy) : slots(pool));
	}

	/**
	 * How many tasks the pool can run at once. A thread beyond the core size is started
	 * only when the queue refuses a task (the class comment of
	 * {@link ThreadPoolExecutor}, "Queuing"), which one without a bound never does.
	 * @param pool the pool
	 * @return the number of threads, or null if there is no limit
	 */
	private static @Nullable Long slots(ThreadPoolExecutor pool) {
		if (pool instanceof ScheduledThreadPoolExecutor || pool.getQueue().remainingCapacity() > UNBOUNDED) {
			// without a core, one thread is started for what waits
			return (long) Math.max(1, pool.getCorePoolSize());
		}
		int most = pool.getMaximumPoolSize();
		return (most < Integer.MAX_VALUE) ? Long.valueOf(most) : null;
	}

	/** A bound that no memory can reach is none. */
	private static final int UNBOUNDED = Integer.MAX_VALUE / 2;

}
