package dev.emp.metrics.export;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;

import org.jspecify.annotations.Nullable;

/**
 * A meter that takes values before there is a registry for it, which may never come.
 */
final class EarlyMeter {

	private static final int MOST_EARLY = 100;

	private final boolean summed;

	private final List<Double> early = new ArrayList<>();

	private @Nullable DoubleConsumer meter;

	/**
	 * Create a meter.
	 * @param summed whether the sum of the values says all; otherwise the first hundred
	 * of those that come early are kept
	 */
	EarlyMeter(boolean summed) {
		this.summed = summed;
	}

	synchronized void record(double value) {
		if (this.meter != null) {
			this.meter.accept(value);
		}
		else if (this.summed && !this.early.isEmpty()) {
			this.early.set(0, this.early.get(0) + value);
		}
		else if (this.early.size() < MOST_EARLY) {
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
