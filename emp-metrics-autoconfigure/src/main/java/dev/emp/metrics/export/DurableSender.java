package dev.emp.metrics.export;

import java.time.Duration;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Clock;
import io.micrometer.registry.otlp.CompressionMode;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.DaemonThreads;
import dev.emp.metrics.support.PushPhase;

/**
 * Takes what registries push, holds it and delivers it on a thread of its own. Whoever
 * pushes never waits for the network.
 */
final class DurableSender implements OtlpMetricsSender, DeliveryStatus, AutoCloseable {

	/** Within which the drainer sees that it was interrupted. */
	private static final Duration GRACE = Duration.ofMillis(500);

	private final DeliveryQueue queue;

	private final Storage storage;

	private final Drainer drainer;

	private final DeliveryLog log;

	private final boolean descriptions;

	private final PushPhase pushes;

	private final PushTimes times = new PushTimes();

	private final Clock clock;

	private final Duration timeout;

	private final Supplier<@Nullable Target> configured;

	private final DaemonThreads threads;

	private volatile @Nullable Target latest;

	private @Nullable Thread thread;

	private boolean closed;

	/**
	 * Create it. Nothing runs until the first push, or until it is started.
	 * @param parts what it works with
	 * @param configured where batches of an earlier process go before the first push, or
	 * null for nowhere
	 * @param timeout how long to deliver what is held when the application ends
	 * @param threads makes the thread that delivers
	 */
	DurableSender(DeliveryParts parts, Supplier<@Nullable Target> configured, Duration timeout, DaemonThreads threads) {
		this.threads = threads;
		this.clock = parts.clock();
		this.pushes = parts.pushes();
		this.descriptions = parts.descriptions();
		this.log = new DeliveryLog(this.clock);
		this.storage = new Storage(parts.spool(), this.log);
		this.queue = new DeliveryQueue(parts.limits(), this.storage, parts.listener(), this.log, this.clock);
		this.drainer = new Drainer(this.queue, this::target, parts.transport(), parts.drain(), this.log, this.clock);
		this.configured = configured;
		this.timeout = timeout;
	}

	@Override
	public void send(Request request) {
		this.pushes.pushed(this.clock.monotonicTime());
		accept(request);
	}

	/**
	 * Take what is pushed at another interval than the step.
	 * @param request the request
	 */
	void accept(Request request) {
		Target target = new Target(String.valueOf(request.getAddress()), request.getHeaders());
		this.latest = target;
		boolean compressed = request.getCompressionMode() == CompressionMode.GZIP;
		byte[] message = this.descriptions ? request.getMetricsData().clone()
				: Descriptions.leftOut(request.getMetricsData());
		this.times.unify(message);
		this.times.end(message, this.clock.wallTime());
		MetricOrder.sort(message);
		this.queue.accept(Payload.of(message, compressed, this.clock.wallTime()), target);
		start();
	}

	/**
	 * Where a batch goes now: a token may have changed since it was accepted.
	 * @param batch the batch
	 * @return the target, or null while none is known
	 */
	private @Nullable Target target(Batch batch) {
		Target known = this.latest;
		Target own = batch.target();
		if (own == null) {
			return (known != null) ? known : this.configured.get();
		}
		return (known != null && known.address().equals(own.address())) ? known : own;
	}

	/**
	 * Begin to deliver what earlier processes left behind, if there is a directory where
	 * they can have left it.
	 */
	void startIfDurable() {
		if (this.storage.isDurable() && isInUse()) {
			start();
		}
	}

	boolean isInUse() {
		return this.latest != null || this.configured.get() != null;
	}

	private synchronized void start() {
		// one that died of a lack of memory has a successor
		if (!this.closed && (this.thread == null || !this.thread.isAlive())) {
			this.thread = this.threads.create("emp-metrics-export", this.drainer);
			this.thread.start();
		}
	}

	Totals totals() {
		return this.queue.totals();
	}

	@Override
	public Held held() {
		return this.queue;
	}

	@Override
	public Picture picture() {
		Target target = this.latest;
		return this.log.picture((target != null) ? target.address() : null);
	}

	/**
	 * Deliver what can be delivered in the time there is. What is in memory is lost then,
	 * what is on the disk waits for the next start.
	 */
	@Override
	public void close() {
		Thread running;
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.closed = true;
			running = this.thread;
		}
		this.drainer.finishWithin(this.timeout);
		if (running != null) {
			end(running);
		}
		long before = this.queue.totals().allDropped();
		this.queue.abandonMemory();
		Totals totals = this.queue.totals();
		this.log.ended(totals.allDropped() - before, totals);
		this.storage.close();
	}

	private void end(Thread running) {
		try {
			running.join(this.timeout.toMillis() + 1);
			running.interrupt();
			running.join(GRACE.toMillis());
		}
		catch (InterruptedException ex) {
			running.interrupt();
			Thread.currentThread().interrupt();
		}
	}

}
