package dev.emp.metrics.support;

import org.jspecify.annotations.Nullable;

/**
 * A row as a counter: of what the world has counted since it began, the counter has what
 * came since the series is there. Where the world's own count goes back, since a device
 * was replaced for example, the counter stands still once.
 */
final class RowTotal<T> implements RowSeries<T> {

	private final Meters meters;

	private SampledRow<T> row;

	private @Nullable Total total;

	private double last;

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
		double value = this.row.value().applyAsDouble(snapshot);
		if (Double.isNaN(value)) {
			clear();
			return;
		}
		if (this.total == null) {
			this.total = this.meters.total(this.row.definition(), this.row.tags());
		}
		else {
			this.total.add(value - this.last);
		}
		this.last = value;
	}

	@Override
	public void renew() {
		if (this.total != null) {
			this.total.show();
		}
	}

	@Override
	public void clear() {
		if (this.total != null) {
			this.total.remove();
		}
		this.total = null;
	}

}
