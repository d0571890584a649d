package dev.emp.metrics.http;

import java.net.InetSocketAddress;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import reactor.core.Disposable;

/**
 * Records the requests of a reactive server.
 */
final class ReactiveRequestHandler extends RequestHandler<ServerRequestObservationContext> {

	private static final int NO_PORT = 0;

	/** Where Spring WebFlux puts what answers. */
	private static final String HANDLER = "org.springframework.web.reactive.HandlerMapping.bestMatchingHandler";

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
	boolean isOver(RunningRequest request) {
		return true;
	}

	@Override
	@Nullable String method(ServerRequestObservationContext context) {
		ServerHttpRequest request = context.getCarrier();
		return (request != null) ? request.getMethod().name() : null;
	}

	@Override
	@Nullable String route(ServerRequestObservationContext context, RunningRequest request) {
		ServerHttpResponse response = context.getResponse();
		boolean missing = response != null && HttpStatus.NOT_FOUND.equals(response.getStatusCode())
				&& isOfStaticResources(context.getAttributes().get(HANDLER));
		return missing ? null : context.getPathPattern();
	}

	/**
	 * Note how a failure was answered to. What fails after that is not reported here.
	 */
	@Override
	public void onError(ServerRequestObservationContext context) {
		if (context.get(this) instanceof RunningRequest request) {
			request.status(answered(context));
		}
	}

	@Override
	int status(ServerRequestObservationContext context, RunningRequest request) {
		int status = answered(context);
		if (!isAborted(context, request)) {
			return status;
		}
		ServerHttpResponse response = context.getResponse();
		boolean sent = response != null && response.isCommitted() && status < HttpStatus.BAD_REQUEST.value();
		// an error is what the server makes of it, and the client does not see it
		return sent ? status : HttpMetrics.NO_STATUS;
	}

	private static int answered(ServerRequestObservationContext context) {
		ServerHttpResponse response = context.getResponse();
		HttpStatusCode status = (response != null) ? response.getStatusCode() : null;
		return (status != null) ? status.value() : HttpMetrics.NO_STATUS;
	}

	@Override
	boolean isAborted(ServerRequestObservationContext context, RunningRequest request) {
		return context.isConnectionAborted() || isDisconnected(context.getResponse())
				|| (hasBody(context.getCarrier()) && GoneClient.isReadFrom(context.getError()));
	}

	/**
	 * Whether the connection is closed before the end of a stream. Reactor Netty takes
	 * that for the end of what is sent, and cancels or fails only at times. An answer
	 * whose length is known may be complete and closed by the server.
	 * @param response the response, or null
	 * @return whether the client has gone
	 */
	private static boolean isDisconnected(@Nullable ServerHttpResponse response) {
		try {
			return response != null && response.getHeaders().getContentLength() < 0
					&& ServerHttpResponseDecorator.getNativeResponse(response) instanceof Disposable connection
					&& connection.isDisposed();
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			// a response without a connection
			return false;
		}
	}

	private static boolean hasBody(@Nullable ServerHttpRequest request) {
		return request != null && (request.getHeaders().getContentLength() > 0
				|| request.getHeaders().containsHeader(HttpHeaders.TRANSFER_ENCODING));
	}

	@Override
	boolean isBrokenOff(ServerRequestObservationContext context, RunningRequest request) {
		return context.getError() != null && request.status() == HttpMetrics.NO_STATUS;
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
