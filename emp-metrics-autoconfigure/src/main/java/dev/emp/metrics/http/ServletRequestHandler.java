package dev.emp.metrics.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncUtils;

/**
 * Records the requests of a servlet container.
 */
final class ServletRequestHandler extends RequestHandler<ServerRequestObservationContext> {

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
	public void onScopeClosed(ServerRequestObservationContext context) {
		try {
			HttpServletRequest servletRequest = context.getCarrier();
			if (servletRequest != null && context.get(this) instanceof RunningRequest request) {
				request.passed(context.getPathPattern(), hasResult(servletRequest));
			}
		}
		catch (Throwable ex) {
			metrics().guard().failed(ex);
		}
	}

	@Override
	boolean isOver(ServerRequestObservationContext context, RunningRequest request) {
		HttpServletRequest servletRequest = context.getCarrier();
		if (servletRequest == null) {
			return true;
		}
		// a time-out stops the observation before the answer to it is known, and another
		// stop follows: either no one has asked for a dispatch, or the result of the
		// time-out waits for one
		return !isAsyncStarted(servletRequest) && (!hasResult(servletRequest) || request.resultLeft());
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
	int status(ServerRequestObservationContext context) {
		HttpServletResponse response = context.getResponse();
		return (response != null) ? response.getStatus() : HttpMetrics.NO_STATUS;
	}

	@Override
	boolean isAborted(ServerRequestObservationContext context) {
		return false;
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

	private static boolean isAsyncStarted(HttpServletRequest request) {
		try {
			return request.isAsyncStarted();
		}
		catch (IllegalStateException ex) {
			// Tomcat forbids the question after an asynchronous error
			return false;
		}
	}

	private static boolean hasResult(HttpServletRequest request) {
		return request.getAttribute(WebAsyncUtils.WEB_ASYNC_MANAGER_ATTRIBUTE) instanceof WebAsyncManager manager
				&& manager.hasConcurrentResult();
	}

}
