package dev.emp.metrics.support;

import java.util.function.BooleanSupplier;

/**
 * A counter of what happens outside this process. It starts at 0 and never goes back.
 * Contexts that share a registry all see the same events: one of them counts. When it has
 * gone, another counts what comes after its own next reading: nothing counts twice.
 * Totals of one context that a filter makes one series add up.
 */
final class Total {

	private final RegisteredCounter counter;

	private final BooleanSupplier counts;

	private final Runnable removal;

	Total(RegisteredCounter counter, BooleanSupplier counts, Runnable removal) {
		this.counter = counter;
		this.counts = counts;
		this.removal = removal;
	}

	void add(double amount) {
		if (amount > 0 && this.counts.getAsBoolean()) {
			this.counter.increment(amount);
		}
	}

	/**
	 * Register the counter, if it is not.
	 */
	void show() {
		this.counter.get();
	}

	void remove() {
		this.removal.run();
	}

}
