package dev.emp.metrics.worker;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.DirectCalls;
import dev.emp.metrics.support.SampledRow;
import dev.emp.metrics.support.SampledSource;
import dev.emp.metrics.worker.WorkerMeters.Keys;

/**
 * One pool of workers as a source of gauges.
 */
final class WorkerSource implements SampledSource<WorkerReading> {

	private final WorkerProbe probe;

	private final String name;

	private final List<String> identity;

	private final String subject;

	private final boolean live;

	private final @Nullable Duration interval;

	private final List<SampledRow<WorkerReading>> rows;

	WorkerSource(WorkerProbe probe, String service, String pool, @Nullable Duration interval) {
		this.probe = probe;
		this.name = "worker:" + service + ":" + pool;
		this.identity = List.of(service, pool);
		this.subject = "worker:" + pool;
		this.live = probe.isInMemory();
		this.interval = interval;
		Tags tags = Tags.of(Keys.SERVICE, service, Keys.POOL, pool);
		this.rows = List.of(new SampledRow<>(WorkerMeters.BUSY, tags, WorkerReading::busy),
				new SampledRow<>(WorkerMeters.SLOTS, tags, WorkerSource::slots),
				new SampledRow<>(WorkerMeters.AVAILABLE, tags, WorkerSource::available),
				new SampledRow<>(WorkerMeters.UTILIZATION, tags, WorkerSource::utilization));
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public List<String> identity() {
		return this.identity;
	}

	@Override
	public String subject() {
		return this.subject;
	}

	@Override
	public WorkerReading read() throws Exception {
		return this.probe.read();
	}

	@Override
	public List<SampledRow<WorkerReading>> rows(WorkerReading snapshot) {
		return this.rows;
	}

	@Override
	public @Nullable Duration interval() {
		return this.interval;
	}

	@Override
	public boolean isLive() {
		return this.live;
	}

	@Override
	public boolean isOwn() {
		return DirectCalls.isOwn(this.probe);
	}

	private static double slots(WorkerReading reading) {
		Long slots = reading.slots();
		return (slots != null) ? slots : Double.NaN;
	}

	/**
	 * Slots without the busy ones, 0 where the pool was made smaller while they ran.
	 * @param reading what is known of the pool
	 * @return a number, unknown without a limit
	 */
	private static double available(WorkerReading reading) {
		double slots = slots(reading);
		// the larger of NaN and 0 is NaN
		return Math.max(slots - reading.busy(), 0);
	}

	/**
	 * Busy over slots, more than 1 where the pool was made smaller while they ran.
	 * @param reading what is known of the pool
	 * @return the ratio, unknown without a limit and where that is 0
	 */
	private static double utilization(WorkerReading reading) {
		double slots = slots(reading);
		return (slots != 0) ? reading.busy() / slots : Double.NaN;
	}

}
