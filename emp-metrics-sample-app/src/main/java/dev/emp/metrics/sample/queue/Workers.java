package dev.emp.metrics.sample.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import dev.emp.metrics.worker.WorkerReading;

/**
 * The threads that take jobs from the queue. They start before the web server and end
 * after it, so that each request that was let in can be answered.
 */
@Component
final class Workers implements SmartLifecycle {

	private static final Duration INTERRUPT_GRACE = Duration.ofSeconds(1);

	private final JobQueue queue;

	private final JobRunner runner;

	private final QueueProperties properties;

	private final List<Thread> threads = new ArrayList<>();

	private final AtomicInteger busy = new AtomicInteger();

	private volatile long slots;

	Workers(JobQueue queue, JobRunner runner, QueueProperties properties) {
		this.queue = queue;
		this.runner = runner;
		this.properties = properties;
	}

	@Override
	public synchronized void start() {
		this.queue.open();
		for (int i = 1; i <= this.properties.workers(); i++) {
			Thread thread = new Thread(this::work, "worker-" + i);
			this.threads.add(thread);
			thread.start();
		}
		this.slots = this.properties.workers();
	}

	@Override
	public synchronized void stop() {
		this.queue.close().forEach((job) -> job.result().cancel(false));
		join(this.properties.shutdownTimeout());
		this.threads.forEach(Thread::interrupt);
		join(INTERRUPT_GRACE);
		this.threads.clear();
		this.slots = 0;
	}

	@Override
	public synchronized boolean isRunning() {
		return !this.threads.isEmpty();
	}

	@Override
	public int getPhase() {
		return 0;
	}

	// takes no lock, which stop() would hold until the last job has ended
	WorkerReading read() {
		return new WorkerReading(this.busy.get(), this.slots);
	}

	private void work() {
		try {
			QueuedJob job = this.queue.take();
			while (job != null) {
				run(job);
				job = this.queue.take();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run(QueuedJob job) {
		this.busy.incrementAndGet();
		try {
			this.runner.run(job);
		}
		finally {
			this.busy.decrementAndGet();
		}
	}

	private void join(Duration limit) {
		long deadline = System.nanoTime() + limit.toNanos();
		for (Thread thread : this.threads) {
			join(thread, Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
		}
	}

	private void join(Thread thread, long millis) {
		try {
			thread.join(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
