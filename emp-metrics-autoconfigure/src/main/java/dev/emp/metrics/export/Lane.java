package dev.emp.metrics.export;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.DaemonThreads;

/**
 * The way to one destination: what is held for it, and the thread that delivers it. What
 * another destination does not take never stands in its way.
 */
final class Lane {

	/** After so many pushes to others, a target is forgotten. */
	private static final int REMEMBERED = 1000;

	/** Longer than the time between two pushes mostly is. */
	private static final long IDLE = TimeUnit.HOURS.toNanos(1);

	private final DeliveryQueue queue;

	private final Storage storage;

	private final Drainer drainer;

	private final DeliveryLog log;

	private final DaemonThreads threads;

	private final Clock clock;

	/** Where a push went, and the numbers of the first and the last that did. */
	private final Map<Target, long[]> targets = new HashMap<>();

	private Target latest;

	private long pushes;

	private long pushedAt;

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
		this.clock = parts.clock();
		this.pushedAt = this.clock.monotonicTime();
		this.latest = target;
		this.log = new DeliveryLog(parts.clock());
		DiskSpool spool = parts.spool();
		this.storage = new Storage((spool != null) ? spool.forDestination(destination, parts.limits().age()) : null,
				this.log);
		this.queue = new DeliveryQueue(parts.limits(), this.storage, parts.listener(), this.log, parts.clock());
		this.drainer = new Drainer(this.queue, this::target, parts.transport(), parts.drain(), this.log, parts.clock());
	}

	void accept(Payload payload, Target target) {
		this.queue.accept(payload, target);
		start();
	}

	/**
	 * Note that something is to be accepted.
	 * @param target where it goes
	 */
	synchronized void used(Target target) {
		long number = ++this.pushes;
		this.pushedAt = this.clock.monotonicTime();
		if (!target.equals(this.latest) || this.targets.isEmpty()) {
			this.latest = target;
			this.targets.values().removeIf((numbers) -> number - numbers[1] > REMEMBERED);
		}
		this.targets.computeIfAbsent(target, (first) -> new long[] { number, number })[1] = number;
	}

	/**
	 * Where a batch goes now. Each goes with the headers that it came with, since
	 * registries may have one address and a token each, until a receiver refuses those: a
	 * token may have been replaced.
	 * @param batch the batch
	 * @return the target
	 */
	private synchronized Target target(Batch batch) {
		Target own = batch.target();
		return (own == null || (batch.isUnauthorized() && isReplaced(own))) ? this.latest : own;
	}

	/**
	 * Whether the latest target came after the last push to another, and not in turns
	 * with it.
	 * @param own the other
	 * @return whether it is in its place
	 */
	private boolean isReplaced(Target own) {
		long[] before = this.targets.get(own);
		long[] now = this.targets.get(this.latest);
		return before == null || now == null || now[0] > before[1];
	}

	/**
	 * Whether nothing is held, nor was pushed for a while.
	 * @return whether it may end
	 */
	synchronized boolean isIdle() {
		return this.queue.batches() == 0 && this.clock.monotonicTime() - this.pushedAt > IDLE;
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

	synchronized DeliveryStatus.Picture picture() {
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
