package dev.emp.metrics.support;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What one gauge reads: the states of all who registered it. Several do where contexts
 * share a registry, or where a filter makes two series one.
 */
final class Readings {

	private final DoubleBinaryOperator merge;

	/** Replaced as a whole; an array, since walking over it allocates nothing. */
	private volatile Reading[] all;

	Readings(DoubleBinaryOperator merge, Reading first) {
		this.merge = merge;
		this.all = new Reading[] { first };
	}

	double value() {
		double merged = Double.NaN;
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

	synchronized void join(Readings others) {
		this.all = Stream.of(this.all, others.all).flatMap(Stream::of).toArray(Reading[]::new);
	}

	/**
	 * Read no more of one state, or of all of an owner. The last stay: a scrape may still
	 * hold a gauge that was just removed.
	 * @param gone which readings go
	 */
	private synchronized void leave(Predicate<Reading> gone) {
		Reading[] rest = Stream.of(this.all).filter(gone.negate()).toArray(Reading[]::new);
		if (rest.length > 0) {
			this.all = rest;
		}
	}

	void leave(Reading reading) {
		leave(reading::equals);
	}

	void leave(Meters owner) {
		leave((reading) -> reading.owner == owner);
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
