package dev.emp.metrics.http;

import java.net.InetSocketAddress;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * Records the requests of a reactive server.
 */
final class ReactiveRequestHandler extends RequestHandler<ServerRequestObservationContext> {

	private static final int NO_PORT = 0;

	private final ManagementTraffic management;

	ReactiveRequestHandler(HttpMetrics metrics, ManagementTraffic management) {
		super(ServerRequestObservationContext.class, metrics);
		this.management = management;
	}

	@Override
	boolean isManagement(ServerRequestObservationContext context) {
		ServerHttpRequest request = context.getCarrier();
		if (request == null) {
			return false;
		}
		InetSocketAddress address = request.getLocalAddress();
		return this.management.includes(decoded(request.getPath().pathWithinApplication()),
				(address != null) ? address.getPort() : NO_PORT);
	}

	@Override
	boolean isOver(ServerRequestObservationContext context, RunningRequest request) {
		return true;
	}

	@Override
	@Nullable String method(ServerRequestObservationContext context) {
		ServerHttpRequest request = context.getCarrier();
		return (request != null) ? request.getMethod().name() : null;
	}

	@Override
	@Nullable String route(ServerRequestObservationContext context, RunningRequest request) {
		return context.getPathPattern();
	}

	@Override
	int status(ServerRequestObservationContext context) {
		ServerHttpResponse response = context.getResponse();
		if (response == null || (context.isConnectionAborted() && !response.isCommitted())) {
			return HttpMetrics.NO_STATUS;
		}
		HttpStatusCode status = response.getStatusCode();
		return (status != null) ? status.value() : HttpMetrics.NO_STATUS;
	}

	@Override
	boolean isAborted(ServerRequestObservationContext context) {
		return context.isConnectionAborted();
	}

	/**
	 * The path as handlers are found by it.
	 * @param path the path of a request
	 * @return the path without escapes and parameters
	 */
	private static String decoded(PathContainer path) {
		String raw = path.value();
		if (raw.indexOf('%') < 0 && raw.indexOf(';') < 0) {
			return raw;
		}
		return path.elements()
			.stream()
			.map((element) -> (element instanceof PathSegment segment) ? segment.valueToMatch() : element.value())
			.collect(Collectors.joining());
	}

}
