package dev.emp.metrics.support;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;

import dev.emp.metrics.MeterDefinition;

/**
 * The series of one source, which come and go with what its snapshots know. Not safe for
 * use by several threads; what is registered is.
 */
final class SampledSeries<T> {

	private final Meters meters;

	private final SampledSource<T> source;

	private final LiveLook<T> live;

	private final Callable<T> reading;

	/** The same list as long as nothing comes or goes. */
	private List<SampledRow<T>> rows = List.of();

	private Map<Key, RowSeries<T>> known = new HashMap<>();

	private List<RowSeries<T>> shown = List.of();

	private int removals;

	SampledSeries(Meters meters, SampledSource<T> source) {
		this.meters = meters;
		this.source = source;
		this.live = new LiveLook<>(source);
		this.reading = source::read;
	}

	// an equal list would have to be compared first
	@SuppressWarnings("ReferenceEquality")
	void show(T snapshot) {
		List<SampledRow<T>> current = this.source.rows(snapshot);
		if (current != this.rows) {
			change(current);
			this.rows = current;
		}
		for (int i = 0; i < this.shown.size(); i++) {
			this.shown.get(i).show(snapshot);
		}
	}

	/**
	 * Register again what the application removed from the registry.
	 */
	void renew() {
		int removals = this.meters.removals();
		if (removals != this.removals) {
			this.removals = removals;
			this.shown.forEach(RowSeries::renew);
		}
	}

	/**
	 * Read the source, which finds out whether gauges may do so themselves.
	 * @return a snapshot
	 * @throws Exception what the source throws
	 */
	T read() throws Exception {
		return this.live.timed(this.reading);
	}

	boolean hasRows() {
		return !this.rows.isEmpty();
	}

	private void change(List<SampledRow<T>> current) {
		Map<Key, RowSeries<T>> after = new LinkedHashMap<>();
		for (SampledRow<T> row : current) {
			if (this.meters.isWanted(row.definition())) {
				Key key = new Key(row.definition(), row.tags());
				RowSeries<T> series = this.known.get(key);
				after.put(key, (series != null) ? series : series(row));
				after.get(key).follow(row);
			}
		}
		this.known.keySet().removeAll(after.keySet());
		clear();
		this.known = after;
		this.shown = List.copyOf(after.values());
	}

	private RowSeries<T> series(SampledRow<T> row) {
		boolean counts = row.definition().spec().type() == Meter.Type.COUNTER;
		return counts ? new RowTotal<>(this.meters, row) : new RowGauge<>(this.meters, this.source, this.live, row);
	}

	/**
	 * Take all series away until the next snapshot.
	 */
	void clear() {
		this.known.values().forEach(RowSeries::clear);
	}

	private record Key(MeterDefinition definition, Tags tags) {
	}

}
