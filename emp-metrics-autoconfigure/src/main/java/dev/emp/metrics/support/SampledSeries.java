package dev.emp.metrics.support;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.MeterDefinition;

/**
 * The series of one source, which come and go with what its snapshots know. Not safe for
 * use by several threads; what is registered is.
 */
final class SampledSeries<T> {

	/** How many looks a thing may be away and is then still counted from where it was. */
	private static final int PATIENCE = 3;

	private final Meters meters;

	private final SampledSource<T> source;

	private final LiveLook<T> live;

	private final Callable<T> reading;

	/** The same list as long as nothing comes or goes. */
	private List<SampledRow<T>> rows = List.of();

	private Map<Key, RowSeries<T>> known = new HashMap<>();

	private List<RowSeries<T>> shown = List.of();

	/** What is away, and for how many looks. */
	private final Map<Key, Away<T>> away = new HashMap<>();

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
		Map<Key, RowSeries<T>> gone = Map.of();
		if (current != this.rows) {
			gone = change(current);
			this.rows = current;
		}
		for (int i = 0; i < this.shown.size(); i++) {
			this.shown.get(i).show(snapshot);
		}
		// after those that come, so that a counter whose thing is another goes on
		leave(gone);
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

	/**
	 * Take the rows of the next snapshot.
	 * @param current the rows
	 * @return the series whose rows are no more
	 */
	private Map<Key, RowSeries<T>> change(List<SampledRow<T>> current) {
		Map<Key, RowSeries<T>> after = new LinkedHashMap<>();
		for (SampledRow<T> row : current) {
			if (this.meters.isWanted(row.definition())) {
				Key key = Key.of(row);
				RowSeries<T> series = this.known.get(key);
				after.put(key, (series != null) ? series : series(key, row));
				after.get(key).follow(row);
			}
		}
		Map<Key, RowSeries<T>> gone = this.known;
		gone.keySet().removeAll(after.keySet());
		this.known = after;
		this.shown = List.copyOf(after.values());
		return gone;
	}

	private void leave(Map<Key, RowSeries<T>> gone) {
		if (gone.isEmpty() && this.away.isEmpty()) {
			return;
		}
		this.away.values().removeIf((away) -> ++away.looks >= PATIENCE);
		gone.forEach((key, series) -> {
			if (series.hide()) {
				this.away.put(key, new Away<>(series));
			}
		});
		// what it counts elsewhere would count twice when it is back
		Set<Key> elsewhere = this.known.keySet().stream().map(Key::anywhere).collect(Collectors.toSet());
		this.away.keySet().removeIf((key) -> elsewhere.contains(key.anywhere()));
	}

	private RowSeries<T> series(Key key, SampledRow<T> row) {
		Away<T> back = this.away.remove(key);
		if (back != null) {
			return back.series;
		}
		return counts(row) ? new RowTotal<>(this.meters, row)
				: new RowGauge<>(this.meters, this.source, this.live, row);
	}

	private static boolean counts(SampledRow<?> row) {
		return row.definition().spec().type() == Meter.Type.COUNTER;
	}

	/**
	 * Take all series away until the next snapshot.
	 */
	void clear() {
		this.known.values().forEach(RowSeries::clear);
		this.away.clear();
	}

	/**
	 * What is one row from snapshot to snapshot.
	 *
	 * @param definition what the series is
	 * @param tags the tags
	 * @param thing what counts, null of a gauge
	 */
	private record Key(MeterDefinition definition, Tags tags, @Nullable Object thing) {

		static Key of(SampledRow<?> row) {
			return new Key(row.definition(), row.tags(), counts(row) ? row.thing() : null);
		}

		Key anywhere() {
			return new Key(this.definition, Tags.empty(), this.thing);
		}

	}

	/**
	 * A series whose row is no more, and may be again.
	 */
	private static final class Away<T> {

		private final RowSeries<T> series;

		private int looks;

		Away(RowSeries<T> series) {
			this.series = series;
		}

	}

}
