package dev.emp.metrics.support;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What is made at its first use. A meter gets its series with the first value: what never
 * happened has none.
 *
 * @param <M> its type, mostly a meter
 */
public final class Lazy<M> {

	private final Supplier<M> registration;

	private volatile @Nullable M meter;

	/**
	 * Create it, without making anything yet.
	 * @param registration makes it
	 */
	public Lazy(Supplier<M> registration) {
		this.registration = registration;
	}

	/**
	 * What was made, now or before.
	 * @return always the same
	 */
	public M get() {
		M present = this.meter;
		if (present == null) {
			// a race registers the same meter twice, which is one meter to the registry
			present = this.registration.get();
			this.meter = present;
		}
		return present;
	}

}
