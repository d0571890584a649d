package dev.emp.metrics.http;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a request before it ends, and may be known no longer then.
 */
final class RunningRequest {

	private final long startNanos;

	private final boolean management;

	/** The thread that the request came in on, until its end is awaited. */
	private volatile @Nullable Thread thread = Thread.currentThread();

	private @Nullable String route;

	private volatile short status = HttpMetrics.NO_STATUS;

	private volatile boolean aborted;

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

	@Nullable String route() {
		return this.route;
	}

	void route(@Nullable String route) {
		this.route = route;
	}

	/**
	 * The status that was seen on its way to the client.
	 * @return its code, or {@link HttpMetrics#NO_STATUS}
	 */
	int status() {
		return this.status;
	}

	void status(int status) {
		this.status = (short) Math.min(status, Short.MAX_VALUE);
	}

	boolean aborted() {
		return this.aborted;
	}

	/**
	 * Note that the client is gone.
	 */
	void abort() {
		this.aborted = true;
	}

	/**
	 * Whether the thread that the request came in on is asking, for the first time.
	 * @return whether the end of the request is to be awaited by it
	 */
	@SuppressWarnings("ReferenceEquality")
	boolean isOnItsThread() {
		return Thread.currentThread() == this.thread;
	}

	boolean awaited() {
		return this.thread == null;
	}

	/**
	 * Note that the container tells when the request has ended.
	 */
	void await() {
		this.thread = null;
	}

}
