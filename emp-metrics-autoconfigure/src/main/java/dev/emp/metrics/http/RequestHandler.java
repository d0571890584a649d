package dev.emp.metrics.http;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;

/**
 * Records the requests that are observed already. Nothing that fails here reaches a
 * request.
 *
 * @param <C> what an observed request is
 */
abstract class RequestHandler<C extends Observation.Context> implements ObservationHandler<C> {

	private final Class<C> type;

	private final HttpMetrics metrics;

	RequestHandler(Class<C> type, HttpMetrics metrics) {
		this.type = type;
		this.metrics = metrics;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		// not by the name of the observation, which is the user's to choose
		return this.type.isInstance(context);
	}

	@Override
	public void onStart(C context) {
		try {
			context.put(this, new RunningRequest(this.metrics.nanos(), isCertainlyManagement(context)));
		}
		catch (Throwable ex) {
			this.metrics.guard().failed(ex);
		}
	}

	@Override
	public void onStop(C context) {
		try {
			if (context.get(this) instanceof RunningRequest request && isOver(context, request)
					&& context.remove(this) != null) {
				this.metrics.record(request, method(context), route(context, request), status(context),
						isAborted(context));
			}
		}
		catch (Throwable ex) {
			this.metrics.guard().failed(ex);
		}
	}

	private boolean isCertainlyManagement(C context) {
		try {
			return isManagement(context);
		}
		catch (Throwable ex) {
			this.metrics.guard().failed(ex);
			return false;
		}
	}

	final HttpMetrics metrics() {
		return this.metrics;
	}

	abstract boolean isManagement(C context);

	/**
	 * Whether no other end follows.
	 * @param context a request that ends
	 * @param request what is known of it
	 * @return whether to record it now
	 */
	abstract boolean isOver(C context, RunningRequest request);

	abstract @Nullable String method(C context);

	/**
	 * The pattern that the path matched.
	 * @param context a request that ends
	 * @param request what is known of it
	 * @return a pattern; null if nothing matched, never the path itself
	 */
	abstract @Nullable String route(C context, RunningRequest request);

	abstract int status(C context);

	abstract boolean isAborted(C context);

}
