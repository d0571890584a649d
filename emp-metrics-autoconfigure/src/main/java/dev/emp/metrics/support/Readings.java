package dev.emp.metrics.support;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

/**
 * What one gauge or counter reads: the states of all who registered it. Several do where
 * contexts share a registry, or where a filter makes two series one.
 */
final class Readings {

	private final DoubleBinaryOperator merge;

	private final List<Reading> all = new CopyOnWriteArrayList<>();

	Readings(DoubleBinaryOperator merge, Meters owner, DoubleSupplier value) {
		this.merge = merge;
		this.all.add(new Reading(owner, value));
	}

	double value() {
		double merged = Double.NaN;
		for (Reading reading : this.all) {
			double value = reading.value().getAsDouble();
			if (Double.isNaN(merged)) {
				merged = value;
			}
			else if (!Double.isNaN(value)) {
				merged = this.merge.applyAsDouble(merged, value);
			}
		}
		return merged;
	}

	void join(Readings others) {
		this.all.addAll(others.all);
	}

	void leave(Meters owner) {
		this.all.removeIf((reading) -> reading.owner() == owner);
	}

	/**
	 * Keep what an owner has counted, so that the sum of the others does not fall.
	 * @param owner who goes
	 */
	void leaveCount(Meters owner) {
		this.all.replaceAll((reading) -> (reading.owner() == owner) ? reading.last() : reading);
	}

	private record Reading(@Nullable Meters owner, DoubleSupplier value) {

		private Reading last() {
			double last = this.value.getAsDouble();
			return new Reading(null, () -> last);
		}

	}

}
