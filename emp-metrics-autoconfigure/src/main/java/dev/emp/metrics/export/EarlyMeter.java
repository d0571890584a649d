package dev.emp.metrics.export;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;

import org.jspecify.annotations.Nullable;

/**
 * A meter that takes values before there is a registry for it.
 */
final class EarlyMeter {

	private final List<Double> early = new ArrayList<>();

	private @Nullable DoubleConsumer meter;

	synchronized void record(double value) {
		if (this.meter != null) {
			this.meter.accept(value);
		}
		else {
			this.early.add(value);
		}
	}

	/**
	 * Hand on all values, those that were taken so far as well.
	 * @param meter takes the values; without effect where there is one already
	 */
	synchronized void bind(DoubleConsumer meter) {
		if (this.meter == null) {
			this.meter = meter;
			this.early.forEach(meter::accept);
			this.early.clear();
		}
	}

}
