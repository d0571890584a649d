package dev.emp.metrics.http;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a request before it ends, and may be known no longer then.
 */
final class RunningRequest {

	private final long startNanos;

	private final boolean management;

	private @Nullable String route;

	private boolean resultLeft;

	/**
	 * Create a request that comes in.
	 * @param startNanos when it came in, on the clock of the meters
	 * @param management whether it is one to an endpoint of the actuator
	 */
	RunningRequest(long startNanos, boolean management) {
		this.startNanos = startNanos;
		this.management = management;
	}

	long startNanos() {
		return this.startNanos;
	}

	boolean management() {
		return this.management;
	}

	/**
	 * Note how a pass of the request through the application ended.
	 * @param route the pattern that matched, or null
	 * @param resultLeft whether an asynchronous result is there that the pass did not
	 * answer with
	 */
	void passed(@Nullable String route, boolean resultLeft) {
		this.route = route;
		this.resultLeft = resultLeft;
	}

	@Nullable String route() {
		return this.route;
	}

	boolean resultLeft() {
		return this.resultLeft;
	}

}
