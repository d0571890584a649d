package dev.emp.metrics.http;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Records the requests of a servlet container.
 */
final class ServletRequestHandler extends RequestHandler<ServerRequestObservationContext> {

	/** Where Spring MVC puts the exception that it answered to. */
	private static final String HANDLED_EXCEPTION = "org.springframework.web.servlet.DispatcherServlet.EXCEPTION";

	/** Where Spring MVC puts what answers. */
	private static final String HANDLER = "org.springframework.web.servlet.HandlerMapping.bestMatchingHandler";

	private final ManagementTraffic management;

	private final String servletPath;

	/**
	 * Create a handler.
	 * @param metrics where requests are recorded
	 * @param management tells requests to the endpoints of the actuator
	 * @param servletPath the path of the dispatcher servlet below the context path,
	 * without a slash at the end
	 */
	ServletRequestHandler(HttpMetrics metrics, ManagementTraffic management, String servletPath) {
		super(ServerRequestObservationContext.class, metrics);
		this.management = management;
		this.servletPath = servletPath;
	}

	@Override
	boolean isManagement(ServerRequestObservationContext context) {
		HttpServletRequest request = context.getCarrier();
		return request != null && this.management.includes(path(request), request.getLocalPort());
	}

	@Override
	public void onError(ServerRequestObservationContext context) {
		try {
			if (context.get(this) instanceof RunningRequest request) {
				if (GoneClient.isToldBy(context.getError())) {
					request.abort();
				}
				if (request.awaited() && isCutShort(context)) {
					end(context);
				}
			}
		}
		catch (Throwable ex) {
			metrics().guard().failed(ex);
		}
	}

	private static boolean isCutShort(ServerRequestObservationContext context) {
		// Whether a dispatch failed when a part of the answer was sent, after which Jetty
		// tells of no end. The request that Jetty began with is not that of the dispatch,
		// and does not know its type.
		HttpServletRequest request = context.getCarrier();
		HttpServletResponse response = context.getResponse();
		return request != null && response != null && response.isCommitted() && !request.isAsyncStarted();
	}

	/**
	 * Record a request whose asynchronous processing has failed. Tomcat may know no end
	 * after that.
	 * @param context a request
	 * @param ex the failure
	 */
	// each exception is itself alone
	@SuppressWarnings("ReferenceEquality")
	void failed(ServerRequestObservationContext context, @Nullable Throwable ex) {
		Throwable thrown = context.getError();
		if (ex != null && thrown != null && (ex == thrown || ex.getCause() == thrown)) {
			end(context);
		}
		else if (ex instanceof IOException && context.get(this) instanceof RunningRequest request) {
			request.abort();
			end(context);
		}
	}

	/**
	 * Record a request whose asynchronous processing is complete.
	 * @param context a request
	 */
	void completed(ServerRequestObservationContext context) {
		if (context.getCarrier() != null && context.get(this) instanceof RunningRequest request) {
			noteFailure(context, context.getCarrier(), request);
		}
		end(context);
	}

	/**
	 * Note what a pass of a request through the application leaves. The scope may also be
	 * closed by another thread that works for the request.
	 */
	@Override
	public void onScopeClosed(ServerRequestObservationContext context) {
		try {
			HttpServletRequest servletRequest = context.getCarrier();
			if (servletRequest != null && context.get(this) instanceof RunningRequest request) {
				noteResult(context, servletRequest, request);
				if (request.isOnItsThread() && servletRequest.isAsyncStarted()) {
					servletRequest.getAsyncContext().addListener(new AsynchronousEnd(this, context));
					request.await();
				}
			}
		}
		catch (Throwable ex) {
			metrics().guard().failed(ex);
		}
	}

	private void noteResult(ServerRequestObservationContext context, HttpServletRequest servletRequest,
			RunningRequest request) {
		if (servletRequest.getDispatcherType() != DispatcherType.ERROR) {
			request.route(isMissingResource(servletRequest, context.getResponse()) ? null : context.getPathPattern());
		}
		noteStatus(context, request);
		noteFailure(context, servletRequest, request);
	}

	// each exception is itself alone
	@SuppressWarnings("ReferenceEquality")
	private static void noteFailure(ServerRequestObservationContext context, HttpServletRequest servletRequest,
			RunningRequest request) {
		// Note that a client is gone, of which the application may have said nothing: the
		// container keeps what fails at its own inputs and outputs, and Spring MVC what
		// it answered to.
		Object failure = servletRequest.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
		if ((failure instanceof IOException && failure != context.getError())
				|| (servletRequest.getAttribute(HANDLED_EXCEPTION) instanceof Throwable ex
						&& GoneClient.isToldBy(ex))) {
			request.abort();
		}
	}

	private static void noteStatus(ServerRequestObservationContext context, RunningRequest request) {
		// the container forgets a status that is on its way when the request fails later
		HttpServletResponse response = context.getResponse();
		if (response != null && request.status() == HttpMetrics.NO_STATUS && response.isCommitted()) {
			request.status(response.getStatus());
		}
	}

	private static boolean isMissingResource(HttpServletRequest request, @Nullable HttpServletResponse response) {
		return response != null && response.getStatus() == HttpServletResponse.SC_NOT_FOUND
				&& isOfStaticResources(request.getAttribute(HANDLER));
	}

	@Override
	boolean isOver(RunningRequest request) {
		// a time-out stops the observation before the answer to it is known
		return !request.awaited();
	}

	@Override
	@Nullable String method(ServerRequestObservationContext context) {
		HttpServletRequest request = context.getCarrier();
		return (request != null) ? request.getMethod() : null;
	}

	@Override
	@Nullable String route(ServerRequestObservationContext context, RunningRequest request) {
		// the context's own may be that of an error page by now
		return request.route();
	}

	@Override
	int status(ServerRequestObservationContext context, RunningRequest request) {
		noteStatus(context, request);
		int sent = request.status();
		if (request.aborted()) {
			// an error is what the container makes of it, and the client does not see it
			return (sent < HttpServletResponse.SC_BAD_REQUEST) ? sent : HttpMetrics.NO_STATUS;
		}
		HttpServletResponse response = context.getResponse();
		return (sent == HttpMetrics.NO_STATUS && response != null) ? response.getStatus() : sent;
	}

	@Override
	boolean isAborted(ServerRequestObservationContext context, RunningRequest request) {
		return request.aborted();
	}

	@Override
	boolean isBrokenOff(ServerRequestObservationContext context, RunningRequest request) {
		HttpServletResponse response = context.getResponse();
		return context.getError() != null && response != null && response.isCommitted();
	}

	/**
	 * The path below that of the dispatcher servlet, decoded by the container.
	 * @param request a request
	 * @return the path, or an empty one if the request goes to another servlet
	 */
	private String path(HttpServletRequest request) {
		String servlet = request.getServletPath();
		String info = request.getPathInfo();
		if (this.servletPath.isEmpty()) {
			return (info != null) ? servlet + info : servlet;
		}
		return (info != null && servlet.equals(this.servletPath)) ? info : "";
	}

}
