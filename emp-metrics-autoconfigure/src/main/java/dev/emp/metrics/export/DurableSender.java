package dev.emp.metrics.export;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.micrometer.registry.otlp.CompressionMode;
import io.micrometer.registry.otlp.OtlpMetricsSender;

import dev.emp.metrics.support.DaemonThreads;

/**
 * Takes what registries push, holds it and delivers it, to each destination on a thread
 * of its own. Whoever pushes never waits for the network.
 */
final class DurableSender implements OtlpMetricsSender, DeliveryStatus, AutoCloseable {

	private final Lanes lanes;

	private final DeliveryParts parts;

	private final PushTimes times = new PushTimes();

	private final Duration timeout;

	private final Supplier<List<Target>> configured;

	/**
	 * Create it. Nothing runs until the first push, or until it is started.
	 * @param parts what it works with
	 * @param configured where batches of an earlier process go before the first push
	 * @param timeout how long to deliver what is held when the application ends
	 * @param threads makes the threads that deliver
	 */
	DurableSender(DeliveryParts parts, Supplier<List<Target>> configured, Duration timeout, DaemonThreads threads) {
		this.parts = parts;
		this.lanes = new Lanes(parts, threads);
		this.configured = configured;
		this.timeout = timeout;
	}

	@Override
	public void send(Request request) {
		this.parts.pushes().pushed(this.parts.clock().monotonicTime());
		accept(request);
	}

	/**
	 * Take what is pushed at another interval than the step.
	 * @param request the request
	 */
	void accept(Request request) {
		Target target = new Target(String.valueOf(request.getAddress()), request.getHeaders());
		boolean compressed = request.getCompressionMode() == CompressionMode.GZIP;
		byte[] message = this.parts.descriptions() ? request.getMetricsData().clone()
				: Descriptions.leftOut(request.getMetricsData());
		this.times.unify(message);
		this.times.end(message, this.parts.clock().wallTime());
		MetricOrder.sort(message);
		this.lanes.toPushTo(target).accept(Payload.of(message, compressed, this.parts.clock().wallTime()), target);
	}

	/**
	 * Begin to deliver what earlier processes left behind, if there is a directory where
	 * they can have left it.
	 */
	void startIfDurable() {
		if (this.parts.spool() != null) {
			this.configured.get().forEach((target) -> this.lanes.to(target).start());
		}
	}

	boolean isInUse() {
		return !this.lanes.isEmpty() || !this.configured.get().isEmpty();
	}

	Totals totals() {
		return this.lanes.totals();
	}

	@Override
	public Held held() {
		return this.lanes;
	}

	@Override
	public Picture picture() {
		return this.lanes.picture();
	}

	/**
	 * Deliver what can be delivered in the time there is. What is in memory is lost then,
	 * what is on the disk waits for the next start.
	 */
	@Override
	public void close() {
		this.lanes.close(this.timeout);
	}

}
