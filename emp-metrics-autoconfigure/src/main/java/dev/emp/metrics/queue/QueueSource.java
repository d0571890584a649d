package dev.emp.metrics.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.queue.QueueMeters.Keys;
import dev.emp.metrics.support.DirectCalls;
import dev.emp.metrics.support.SampledRow;
import dev.emp.metrics.support.SampledSource;

/**
 * One queue as a source of gauges.
 */
final class QueueSource implements SampledSource<QueueReading> {

	private final QueueProbe probe;

	private final String name;

	private final List<String> identity;

	private final String subject;

	private final boolean live;

	private final @Nullable Duration interval;

	private final List<SampledRow<QueueReading>> rows;

	QueueSource(QueueProbe probe, String queue, String backend, @Nullable Duration interval) {
		this.probe = probe;
		this.name = "queue:" + backend + ":" + queue;
		this.identity = List.of(queue, backend);
		this.subject = "queue:" + queue;
		this.live = probe.isInMemory();
		this.interval = interval;
		this.rows = rows(Tags.of(Keys.QUEUE, queue, Keys.BACKEND, backend));
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
	public QueueReading read() throws Exception {
		return this.probe.read();
	}

	@Override
	public QueueReading look(QueueReading last) throws Exception {
		return (this.probe instanceof LiveQueueProbe own) ? own.look(last) : read();
	}

	@Override
	public List<SampledRow<QueueReading>> rows(QueueReading snapshot) {
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

	private static List<SampledRow<QueueReading>> rows(Tags tags) {
		List<SampledRow<QueueReading>> rows = new ArrayList<>();
		for (QueueState state : QueueState.values()) {
			rows.add(new SampledRow<>(QueueMeters.SIZE, tags.and(Keys.STATE, state.name().toLowerCase(Locale.ROOT)),
					(reading) -> orUnknown(reading.sizes().get(state))));
		}
		rows.add(row(QueueMeters.OLDEST_AGE, tags, (reading) -> seconds(reading.oldestAge())));
		rows.add(row(QueueMeters.CONSUMERS, tags, (reading) -> orUnknown(reading.consumers())));
		rows.add(row(QueueMeters.CAPACITY, tags, (reading) -> orUnknown(reading.capacity())));
		rows.add(row(QueueMeters.UTILIZATION, tags, QueueSource::utilization));
		return List.copyOf(rows);
	}

	private static SampledRow<QueueReading> row(QueueMeters meter, Tags tags, ToDoubleFunction<QueueReading> value) {
		return new SampledRow<>(meter, tags, value);
	}

	/**
	 * Jobs that take a place in the queue, over the places. A job in flight has left its
	 * place, and a dead one is kept elsewhere. More than 1 where a queue takes in more
	 * than it says.
	 * @param reading what is known of the queue
	 * @return the ratio, unknown without the ready jobs or the capacity, or if that is 0
	 */
	private static double utilization(QueueReading reading) {
		Map<QueueState, Long> sizes = reading.sizes();
		Long capacity = reading.capacity();
		if (capacity == null || capacity == 0 || !sizes.containsKey(QueueState.READY)) {
			return Double.NaN;
		}
		double waiting = 0;
		for (QueueState state : new QueueState[] { QueueState.READY, QueueState.SCHEDULED, QueueState.RETRY }) {
			waiting += sizes.getOrDefault(state, 0L);
		}
		return waiting / capacity;
	}

	private static double seconds(@Nullable Duration age) {
		return (age != null) ? age.getSeconds() + age.getNano() / 1e9 : Double.NaN;
	}

	private static double orUnknown(@Nullable Long number) {
		return (number != null) ? number : Double.NaN;
	}

}
