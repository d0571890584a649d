package dev.emp.metrics.support;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The daemon threads of a {@link Sampler}: one that looks at the time, and a few that
 * read.
 */
final class SamplerThreads implements Executor, AutoCloseable {

	private static final int READERS = 4;

	private static final int KEEP_ALIVE_SECONDS = 10;

	private final DaemonThreads threads;

	private final ThreadPoolExecutor readers;

	private @Nullable Thread ticker;

	private volatile boolean closed;

	SamplerThreads(DaemonThreads threads) {
		this.threads = threads;
		this.readers = new ThreadPoolExecutor(READERS, READERS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), threads.factory("emp-metrics-reader"));
		this.readers.allowCoreThreadTimeOut(true);
	}

	/**
	 * Look at the time again and again. Does nothing where that is done already; one that
	 * could not be started, or died of a lack of memory, has a successor.
	 * @param round says after how many nanoseconds it wants to be called again, and never
	 * throws
	 */
	synchronized void keepTime(LongSupplier round) {
		if (this.ticker == null || !this.ticker.isAlive()) {
			Thread thread = this.threads.create("emp-metrics-sampler", () -> tick(round));
			thread.start();
			this.ticker = thread;
		}
	}

	private void tick(LongSupplier round) {
		// takes no memory: a lack of it would end the looks at the time for good
		while (!this.closed) {
			LockSupport.parkNanos(this, round.getAsLong());
			// else no park would wait
			var unused = Thread.interrupted();
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
	public synchronized void close() {
		this.closed = true;
		if (this.ticker != null) {
			this.ticker.interrupt();
		}
		this.readers.shutdownNow();
	}

}
