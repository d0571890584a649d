package dev.emp.metrics.job;

import java.lang.ref.ReferenceQueue;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.DaemonThreads;
import dev.emp.metrics.support.Guarded;

/**
 * Ends the runs that nothing can end any more, on a thread of its own: their end is told
 * to listeners, which are code of the application. The thread is there from the first run
 * on that waits for a future or a publisher, and ends with the context.
 */
final class AbandonedRuns implements AutoCloseable {

	private final DaemonThreads threads;

	private final Guarded guard;

	private final ReferenceQueue<Object> unreachable = new ReferenceQueue<>();

	private volatile @Nullable Thread thread;

	private volatile boolean closed;

	AbandonedRuns(DaemonThreads threads, Guarded guard) {
		this.threads = threads;
		this.guard = guard;
	}

	/**
	 * End a run as cancelled once nothing can end it any more.
	 * @param run a run that goes on after its method returned
	 * @param end what ends the run, which the run must not lead to
	 */
	void watch(JobRun run, Object end) {
		run.promise(new Tether(end, run, this.unreachable));
		if (!isRunning()) {
			start();
		}
	}

	private boolean isRunning() {
		Thread running = this.thread;
		return running != null && running.isAlive();
	}

	private synchronized void start() {
		if (this.closed || isRunning()) {
			return;
		}
		try {
			Thread started = this.threads.create("emp-metrics-abandoned", this::endAll);
			started.start();
			this.thread = started;
		}
		catch (Throwable ex) {
			// no thread can be started; the next run tries again
			this.guard.failed(ex);
		}
	}

	private void endAll() {
		while (!this.closed) {
			try {
				((Tether) this.unreachable.remove()).run().abandon();
			}
			catch (InterruptedException ex) {
				// the end, or left behind by a listener
			}
			catch (Throwable ex) {
				this.guard.failed(ex);
			}
		}
	}

	/**
	 * End the thread, without waiting for what it tells to a listener.
	 */
	@Override
	public synchronized void close() {
		this.closed = true;
		Thread running = this.thread;
		if (running != null) {
			running.interrupt();
		}
	}

}
