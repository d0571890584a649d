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

	private final Supplier<JobCall> next;

	Subscriptions(JobCall first, Supplier<JobCall> next) {
		this.first = new AtomicReference<>(first);
		this.next = next;
	}

	/**
	 * Begin the run of a subscription.
	 * @return a call whose run has begun
	 */
	JobCall begin() {
		JobCall unused = this.first.getAndSet(null);
		JobCall call = (unused != null) ? unused : this.next.get();
		call.begin();
		call.tether();
		return call;
	}

}
