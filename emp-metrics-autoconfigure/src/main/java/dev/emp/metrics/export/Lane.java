package dev.emp.metrics.export;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.DaemonThreads;

/**
 * The way to one destination: what is held for it, and the thread that delivers it. What
 * another destination does not take never stands in its way.
 */
final class Lane {

	private final DeliveryQueue queue;

	private final Storage storage;

	private final Drainer drainer;

	private final DeliveryLog log;

	private final DaemonThreads threads;

	private volatile Target latest;

	private @Nullable Thread thread;

	private boolean closed;

	/**
	 * Create it. Nothing runs until it is started.
	 * @param parts what it works with
	 * @param destination which destination it is
	 * @param target where that is now
	 * @param threads makes the thread that delivers
	 */
	Lane(DeliveryParts parts, String destination, Target target, DaemonThreads threads) {
		this.threads = threads;
		this.latest = target;
		this.log = new DeliveryLog(parts.clock());
		DiskSpool spool = parts.spool();
		this.storage = new Storage((spool != null) ? spool.forDestination(destination, parts.limits().age()) : null, this.log);
		this.queue = new DeliveryQueue(parts.limits(), this.storage, parts.listener(), this.log, parts.clock());
		this.drainer = new Drainer(this.queue, this::target, parts.transport(), parts.drain().anew(), this.log,
				parts.clock());
	}

	void accept(Payload payload, Target target) {
		this.latest = target;
		this.queue.accept(payload, target);
		start();
	}

	/**
	 * Where a batch goes now: a token may have changed since it was accepted.
	 * @param batch the batch
	 * @return the target
	 */
	private Target target(Batch batch) {
		Target known = this.latest;
		Target own = batch.target();
		return (own == null || known.address().equals(own.address())) ? known : own;
	}

	synchronized void start() {
		// one that died of a lack of memory has a successor
		if (!this.closed && (this.thread == null || !this.thread.isAlive())) {
			this.thread = this.threads.create("emp-metrics-export", this.drainer);
			this.thread.start();
		}
	}

	Held held() {
		return this.queue;
	}

	Totals totals() {
		return this.queue.totals();
	}

	DeliveryStatus.Picture picture() {
		return this.log.picture(this.latest.address());
	}

	/**
	 * Deliver what can be delivered until a time, and end.
	 * @param timeout how long it may take
	 */
	void finishWithin(Duration timeout) {
		synchronized (this) {
			this.closed = true;
		}
		this.drainer.finishWithin(timeout);
	}

	private synchronized @Nullable Thread running() {
		return this.thread;
	}

	void join(long millis) throws InterruptedException {
		Thread running = running();
		if (running != null) {
			running.join(Math.max(1, millis));
		}
	}

	void interrupt() {
		Thread running = running();
		if (running != null) {
			running.interrupt();
		}
	}

	/**
	 * Give up what is in memory alone, and leave what is on the disk to the next start.
	 */
	void abandon() {
		long before = this.queue.totals().allDropped();
		this.queue.abandonMemory();
		Totals totals = this.queue.totals();
		this.log.ended(totals.allDropped() - before, totals);
		this.storage.close();
	}

}
