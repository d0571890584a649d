package dev.emp.metrics.support;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.micrometer.core.instrument.Tags;

import dev.emp.metrics.MeterDefinition;

/**
 * The gauges of one source, which come and go with what its snapshots know. Not safe for
 * use by several threads; the gauges are.
 */
final class SampledSeries<T> {

	private final Meters meters;

	private final SampledSource<T> source;

	private final Map<Key, Series<T>> shown = new HashMap<>();

	SampledSeries(Meters meters, SampledSource<T> source) {
		this.meters = meters;
		this.source = source;
	}

	void show(T snapshot) {
		Map<Key, SampledRow<T>> rows = new LinkedHashMap<>();
		for (SampledRow<T> row : this.source.rows(snapshot)) {
			if (!Double.isNaN(row.value().applyAsDouble(snapshot))) {
				rows.put(new Key(row.definition(), row.tags()), row);
			}
		}
		this.shown.entrySet().removeIf((entry) -> !rows.containsKey(entry.getKey()) && remove(entry.getValue()));
		rows.forEach((key, row) -> {
			Series<T> series = this.shown.get(key);
			if (series == null) {
				this.shown.put(key, register(row, snapshot));
			}
			else {
				series.state.current = new Current<>(row, snapshot);
			}
		});
	}

	void clear() {
		this.shown.values().forEach(this::remove);
		this.shown.clear();
	}

	private Series<T> register(SampledRow<T> row, T snapshot) {
		State<T> state = new State<>(this.source, new Current<>(row, snapshot));
		return new Series<>(state, gauge(row, state));
	}

	private Runnable gauge(SampledRow<T> row, State<T> state) {
		if (this.source.isLive()) {
			return this.meters.gauge(row.definition(), row.tags(), state, State::value);
		}
		// contexts that look at one broker or machine all say the same
		return this.meters.gauge(row.definition(), row.tags(), Math::max, state, State::value);
	}

	private boolean remove(Series<T> series) {
		series.removal.run();
		return true;
	}

	private record Key(MeterDefinition definition, Tags tags) {
	}

	private record Series<T>(State<T> state, Runnable removal) {
	}

	private record Current<T>(SampledRow<T> row, T snapshot) {

		double value() {
			return this.row.value().applyAsDouble(this.snapshot);
		}

	}

	/**
	 * What a gauge reads. It keeps the last snapshot that knew the row: a scrape may
	 * still hold a gauge that was just removed.
	 */
	private static final class State<T> {

		private final SampledSource<T> source;

		private volatile Current<T> current;

		State(SampledSource<T> source, Current<T> current) {
			this.source = source;
			this.current = current;
		}

		double value() {
			double live = this.source.isLive() ? live() : Double.NaN;
			return Double.isNaN(live) ? this.current.value() : live;
		}

		private double live() {
			try {
				return this.current.row.value().applyAsDouble(this.source.read());
			}
			catch (Throwable ex) {
				// the sampler meets it as well, which counts it and says so
				return Double.NaN;
			}
		}

	}

}
