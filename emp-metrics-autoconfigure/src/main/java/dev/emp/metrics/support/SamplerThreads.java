package dev.emp.metrics.support;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The daemon threads of a {@link Sampler}: one that looks at the time, and a few that
 * read.
 */
final class SamplerThreads implements Executor, AutoCloseable {

	private static final int READERS = 4;

	private static final int KEEP_ALIVE_SECONDS = 10;

	private final ScheduledExecutorService ticker = Executors
		.newSingleThreadScheduledExecutor((task) -> daemon(task, "emp-metrics-sampler"));

	private final ThreadPoolExecutor readers = new ThreadPoolExecutor(READERS, READERS, KEEP_ALIVE_SECONDS,
			TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (task) -> daemon(task, "emp-metrics-reader"));

	SamplerThreads() {
		this.readers.allowCoreThreadTimeOut(true);
	}

	/**
	 * Look at the time again and again.
	 * @param round says after how many nanoseconds it wants to be called again, and never
	 * throws
	 */
	void keepTime(LongSupplier round) {
		this.ticker.execute(() -> tick(round));
	}

	private void tick(LongSupplier round) {
		long next = round.getAsLong();
		try {
			var unused = this.ticker.schedule(() -> tick(round), next, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// it was closed
		}
	}

	@Override
	public void execute(Runnable task) {
		this.readers.execute(task);
	}

	/**
	 * Have threads beside those that do not come back, and for what waits for these, so
	 * that the other sources are read as before.
	 * @param slow how many there are
	 */
	void replace(int slow) {
		int threads = READERS + slow;
		if (threads > this.readers.getCorePoolSize()) {
			this.readers.setMaximumPoolSize(threads);
			this.readers.setCorePoolSize(threads);
		}
		else if (threads < this.readers.getCorePoolSize()) {
			this.readers.setCorePoolSize(threads);
			this.readers.setMaximumPoolSize(threads);
		}
	}

	/**
	 * Interrupts all threads and waits for none: a source may never answer.
	 */
	@Override
	public void close() {
		this.ticker.shutdownNow();
		this.readers.shutdownNow();
	}

	private static Thread daemon(Runnable task, String name) {
		// the thread locals are those of whoever comes first, and would be kept
		Thread thread = new Thread(null, task, name, 0, false);
		thread.setDaemon(true);
		return thread;
	}

}
