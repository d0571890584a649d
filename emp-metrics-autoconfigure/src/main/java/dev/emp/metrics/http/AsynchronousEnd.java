package dev.emp.metrics.http;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Records a request once its asynchronous processing is complete, however it ended. The
 * observation is stopped by a time-out as well, when the answer to it is not yet known.
 */
final class AsynchronousEnd implements AsyncListener {

	private final ServletRequestHandler handler;

	private final ServerRequestObservationContext context;

	AsynchronousEnd(ServletRequestHandler handler, ServerRequestObservationContext context) {
		this.handler = handler;
		this.context = context;
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		// a dispatch leaves listeners behind
		event.getAsyncContext().addListener(this);
	}

	@Override
	public void onError(AsyncEvent event) {
		this.handler.failed(this.context, event.getThrowable());
	}

	@Override
	public void onTimeout(AsyncEvent event) {
	}

	@Override
	public void onComplete(AsyncEvent event) {
		this.handler.completed(this.context);
	}

}
