package dev.emp.metrics.support;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleSupplier;

/**
 * What one gauge or counter reads: the states of all who registered it. Several do where
 * contexts share a registry, or where a filter makes two series one.
 */
final class Readings {

	private final DoubleBinaryOperator merge;

	private final List<Reading> all = new CopyOnWriteArrayList<>();

	/** What those have counted that are gone. */
	private volatile double retired = Double.NaN;

	Readings(DoubleBinaryOperator merge, Reading first) {
		this.merge = merge;
		this.all.add(first);
	}

	double value() {
		double merged = this.retired;
		for (Reading reading : this.all) {
			merged = merge(merged, reading.value.getAsDouble());
		}
		return merged;
	}

	private double merge(double merged, double value) {
		if (Double.isNaN(merged) || Double.isNaN(value)) {
			return Double.isNaN(merged) ? value : merged;
		}
		return this.merge.applyAsDouble(merged, value);
	}

	void join(Readings others) {
		this.all.addAll(others.all);
	}

	void leave(Reading reading) {
		this.all.remove(reading);
	}

	void leave(Meters owner) {
		this.all.removeIf((reading) -> reading.owner == owner);
	}

	/**
	 * Keep what an owner has counted, so that the sum of the others does not fall.
	 * @param owner who goes
	 */
	void retire(Meters owner) {
		for (Reading reading : this.all) {
			if (reading.owner == owner) {
				this.retired = merge(this.retired, reading.value.getAsDouble());
			}
		}
		leave(owner);
	}

	boolean isReadFor(Meters owner) {
		return this.all.stream().anyMatch((reading) -> reading.owner == owner);
	}

	/**
	 * One state, by its identity.
	 */
	static final class Reading {

		private final Meters owner;

		private final DoubleSupplier value;

		Reading(Meters owner, DoubleSupplier value) {
			this.owner = owner;
			this.value = value;
		}

	}

}
