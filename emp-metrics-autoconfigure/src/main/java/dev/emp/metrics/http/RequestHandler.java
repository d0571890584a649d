package dev.emp.metrics.http;

import java.util.Set;

import io.micrometer.core.instrument.binder.http.Outcome;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.TypeNames;

/**
 * Records the requests that are observed already. Nothing that fails here reaches a
 * request.
 *
 * @param <C> what an observed request is
 */
abstract class RequestHandler<C extends Observation.Context> implements ObservationHandler<C> {

	/**
	 * Handlers of static files, which are asked for each path without another handler.
	 */
	private static final Set<String> STATIC_RESOURCES = Set.of(
			"org.springframework.web.servlet.resource.ResourceHttpRequestHandler",
			"org.springframework.web.reactive.resource.ResourceWebHandler");

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
		if (context.get(this) instanceof RunningRequest request && isOver(request)) {
			end(context);
		}
	}

	/**
	 * Record a request, unless that was done.
	 * @param context a request that has ended
	 */
	final void end(C context) {
		try {
			if (context.remove(this) instanceof RunningRequest request) {
				int status = status(context, request);
				this.metrics.record(request, method(context), route(context, request), status,
						outcome(context, request, status));
			}
		}
		catch (Throwable ex) {
			this.metrics.guard().failed(ex);
		}
	}

	private Outcome outcome(C context, RunningRequest request, int status) {
		if (isAborted(context, request)) {
			return Outcome.UNKNOWN;
		}
		Outcome outcome = Outcome.forStatus(status);
		// the status was on its way before the failure
		return (outcome == Outcome.SUCCESS && isBrokenOff(context, request)) ? Outcome.SERVER_ERROR : outcome;
	}

	static boolean isOfStaticResources(@Nullable Object handler) {
		return handler != null && TypeNames.isAny(STATIC_RESOURCES, handler);
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
	 * @param request what is known of a request that is stopped
	 * @return whether to record it now
	 */
	abstract boolean isOver(RunningRequest request);

	abstract @Nullable String method(C context);

	/**
	 * The pattern that the path matched.
	 * @param context a request that ends
	 * @param request what is known of it
	 * @return a pattern; null if nothing matched, never the path itself
	 */
	abstract @Nullable String route(C context, RunningRequest request);

	abstract int status(C context, RunningRequest request);

	/**
	 * Whether the client was gone.
	 * @param context a request that ends
	 * @param request what is known of it
	 * @return whether a part of the answer could not be sent
	 */
	abstract boolean isAborted(C context, RunningRequest request);

	/**
	 * Whether the application failed when a part of its answer was sent.
	 * @param context a request that ends
	 * @param request what is known of it
	 * @return whether the answer is incomplete
	 */
	abstract boolean isBrokenOff(C context, RunningRequest request);

}
