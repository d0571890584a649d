package dev.emp.metrics.job;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The runs of one publisher: one for each subscription. The first takes the run that the
 * method itself was given.
 */
final class Subscriptions {

	private final AtomicReference<@Nullable JobCall> first;

	private final Supplier<@Nullable JobCall> next;

	private final boolean retried;

	/**
	 * Create what knows the runs.
	 * @param first the run of the first subscription
	 * @param next makes that of each further one
	 * @param retried whether a retry would subscribe again
	 */
	Subscriptions(JobCall first, Supplier<@Nullable JobCall> next, boolean retried) {
		this.first = new AtomicReference<>(first);
		this.next = next;
		this.retried = retried;
	}

	/**
	 * Begin the run of a subscription.
	 * @param parent the observation that the subscriber works within, or null
	 * @return a call whose run has begun, or null if it cannot be metered
	 */
	@Nullable JobCall begin(@Nullable Object parent) {
		JobCall unused = this.first.getAndSet(null);
		JobCall call = (unused != null) ? unused : this.next.get();
		if (call == null) {
			return null;
		}
		call.begin(parent);
		if (!this.retried) {
			call.run().lastAttempt();
		}
		call.tether();
		return call;
	}

}
