package dev.emp.metrics.support;

import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.MeterDefinition;

/**
 * A row as a gauge.
 */
final class RowGauge<T> implements RowSeries<T> {

	private final Meters meters;

	private final SampledSource<T> source;

	private final LiveLook<T> live;

	private SampledRow<T> row;

	private @Nullable State<T> state;

	private @Nullable ShownGauge gauge;

	RowGauge(Meters meters, SampledSource<T> source, LiveLook<T> live, SampledRow<T> row) {
		this.meters = meters;
		this.source = source;
		this.live = live;
		this.row = row;
	}

	@Override
	public void follow(SampledRow<T> row) {
		this.row = row;
	}

	@Override
	public void show(T snapshot) {
		if (Double.isNaN(this.row.value().applyAsDouble(snapshot))) {
			clear();
			return;
		}
		State<T> shown = this.state;
		if (shown != null) {
			shown.show(this.row, snapshot);
		}
		else {
			shown = new State<>(this.source, this.live, this.row, snapshot);
			this.state = shown;
			this.gauge = register(this.row.definition(), this.row.tags(), shown);
		}
		renew();
	}

	@Override
	public void renew() {
		if (this.gauge != null) {
			this.gauge.show();
		}
	}

	private ShownGauge register(MeterDefinition definition, Tags tags, State<T> shown) {
		if (this.live.isMeant()) {
			return this.meters.gauge(definition, tags, shown, State::value);
		}
		// contexts that look at one broker or machine all say the same
		return this.meters.gauge(definition, tags, Math::max, shown, State::value);
	}

	@Override
	public boolean hide() {
		clear();
		return false;
	}

	@Override
	public void clear() {
		if (this.gauge != null) {
			this.gauge.remove();
		}
		this.gauge = null;
		this.state = null;
	}

	/**
	 * What the gauge reads. It keeps the last snapshot that knew the row: a scrape may
	 * still hold a gauge that was just removed.
	 */
	private static final class State<T> {

		private final SampledSource<T> source;

		private final LiveLook<T> live;

		private volatile Current<T> current;

		State(SampledSource<T> source, LiveLook<T> live, SampledRow<T> row, T snapshot) {
			this.source = source;
			this.live = live;
			this.current = new Current<>(row, snapshot);
		}

		// another row may look for its value in another place
		@SuppressWarnings("ReferenceEquality")
		void show(SampledRow<T> row, T snapshot) {
			if (this.current.row == row) {
				this.current.snapshot = snapshot;
			}
			else {
				this.current = new Current<>(row, snapshot);
			}
		}

		double value() {
			double now = this.live.isPossible() ? look() : Double.NaN;
			return Double.isNaN(now) ? this.current.value() : now;
		}

		private double look() {
			Current<T> last = this.current;
			try {
				T now = this.live.timed(() -> this.source.look(last.snapshot));
				return last.row.value().applyAsDouble(now);
			}
			catch (Throwable ex) {
				// the sampler meets it as well, which counts it and says so
				return Double.NaN;
			}
		}

	}

	/**
	 * A row and the last snapshot that knew it.
	 */
	private static final class Current<T> {

		private final SampledRow<T> row;

		private volatile T snapshot;

		Current(SampledRow<T> row, T snapshot) {
			this.row = row;
			this.snapshot = snapshot;
		}

		double value() {
			return this.row.value().applyAsDouble(this.snapshot);
		}

	}

}
