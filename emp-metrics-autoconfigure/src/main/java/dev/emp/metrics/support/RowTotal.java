package dev.emp.metrics.support;

import org.jspecify.annotations.Nullable;

/**
 * A row as a counter: of what its thing has counted since it began, the counter has what
 * came since the series is there, as {@link Growth} knows it.
 */
final class RowTotal<T> implements RowSeries<T> {

	private final Meters meters;

	private final Growth growth = new Growth(1);

	private final double[] reading = new double[1];

	private SampledRow<T> row;

	private @Nullable Total total;

	RowTotal(Meters meters, SampledRow<T> row) {
		this.meters = meters;
		this.row = row;
	}

	@Override
	public void follow(SampledRow<T> row) {
		this.row = row;
	}

	@Override
	public void show(T snapshot) {
		this.reading[0] = this.row.value().applyAsDouble(snapshot);
		if (!Growth.isCount(this.reading[0])) {
			hide();
			return;
		}
		if (this.total == null) {
			this.total = this.meters.total(this.row.definition(), this.row.tags());
		}
		if (this.growth.next(this.reading, this.row.mostPerSecond(), this.meters.clock().monotonicTime())) {
			this.total.add(this.growth.of(0));
		}
	}

	@Override
	public void renew() {
		if (this.total != null) {
			this.total.show();
		}
	}

	@Override
	public boolean hide() {
		if (this.total != null) {
			this.total.remove();
		}
		this.total = null;
		boolean isKnownAgain = this.row.thing() != null;
		if (!isKnownAgain) {
			this.growth.forget();
		}
		return isKnownAgain;
	}

	@Override
	public void clear() {
		hide();
		// another context may have counted until the series is back
		this.growth.forget();
	}

}
