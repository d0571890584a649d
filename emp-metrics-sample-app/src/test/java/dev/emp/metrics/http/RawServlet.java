package dev.emp.metrics.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * A servlet beside that of Spring, which answers in the way that its path names.
 */
class RawServlet extends HttpServlet {

	private static final byte[] CHUNK = new byte[64 * 1024];

	private final transient ExecutorService others = Executors.newCachedThreadPool();

	private final transient Map<String, Way> ways = Map.ofEntries(
			Map.entry("/complete", (request, response) -> request.startAsync().complete()),
			Map.entry("/complete-and-throw", (request, response) -> {
				request.startAsync().complete();
				throw new IllegalStateException("complete");
			}), Map.entry("/race", (request, response) -> {
				AsyncContext async = request.startAsync();
				this.others.execute(async::complete);
			}), Map.entry("/start", (request, response) -> {
				AsyncContext async = request.startAsync();
				async.start(async::complete);
			}), Map.entry("/dispatch", (request, response) -> {
				if (request.getDispatcherType() == DispatcherType.REQUEST) {
					request.startAsync().dispatch();
				}
			}), Map.entry("/dispatch-race", (request, response) -> {
				if (request.getDispatcherType() == DispatcherType.REQUEST) {
					AsyncContext async = request.startAsync();
					this.others.execute(async::dispatch);
				}
			}), Map.entry("/dispatch-elsewhere", (request, response) -> request.startAsync().dispatch("/items/1")),
			Map.entry("/again", (request, response) -> {
				AsyncContext async = request.startAsync();
				if (request.getDispatcherType() == DispatcherType.REQUEST) {
					async.dispatch();
				}
				else {
					this.others.execute(async::complete);
				}
			}), Map.entry("/timeout", (request, response) -> request.startAsync().setTimeout(100)),
			Map.entry("/timeout-complete", (request, response) -> async(request, 100, AsyncContext::complete)),
			Map.entry("/timeout-dispatch", (request, response) -> {
				if (request.getDispatcherType() == DispatcherType.REQUEST) {
					async(request, 100, AsyncContext::dispatch);
				}
			}), Map.entry("/throw", (request, response) -> {
				throw new IllegalStateException("throw");
			}), Map.entry("/start-and-throw", (request, response) -> {
				request.startAsync();
				throw new IllegalStateException("start");
			}), Map.entry("/error-complete", (request, response) -> {
				async(request, 0, AsyncContext::complete);
				throw new IOException("connection reset by peer, that of a server elsewhere");
			}), Map.entry("/send-error", (request, response) -> response.sendError(response.getStatus() + 200)),
			Map.entry("/async-send-error", (request, response) -> {
				AsyncContext async = request.startAsync();
				response.sendError(response.getStatus() + 200);
				async.complete();
			}),
			Map.entry("/forward",
					(request, response) -> request.getRequestDispatcher("/items/1").forward(request, response)),
			Map.entry("/include",
					(request, response) -> request.getRequestDispatcher("/items/1").include(request, response)),
			Map.entry("/flush-and-throw", (request, response) -> {
				response.flushBuffer();
				throw new IllegalStateException("flush");
			}), Map.entry("/stream", (request, response) -> stream(response)),
			Map.entry("/stream-swallowing", (request, response) -> {
				try {
					stream(response);
				}
				catch (IOException ex) {
					// as many applications do
				}
			}), Map.entry("/stream-later", (request, response) -> {
				AsyncContext async = request.startAsync();
				Thread container = Thread.currentThread();
				this.others.execute(() -> {
					EndingServlets.awaitLeft(container);
					try {
						stream(response);
					}
					catch (IOException ex) {
						complete(async);
					}
				});
			}), Map.entry("/upload",
					(request, response) -> request.getInputStream().transferTo(OutputStream.nullOutputStream())));

	@Override
	protected void service(HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		String status = request.getParameter("status");
		if (status != null) {
			response.setStatus(Integer.parseInt(status));
		}
		Way way = this.ways.get(request.getPathInfo());
		if (way == null) {
			throw new IllegalArgumentException(request.getPathInfo());
		}
		way.answer(request, response);
	}

	private static void stream(HttpServletResponse response) throws IOException {
		ServletOutputStream out = response.getOutputStream();
		while (true) {
			out.write(CHUNK);
			out.flush();
		}
	}

	private static void complete(AsyncContext async) {
		try {
			async.complete();
		}
		catch (IllegalStateException ex) {
			// the container was first
		}
	}

	private static void async(HttpServletRequest request, long timeout, Consumer<AsyncContext> end) {
		AsyncContext async = request.startAsync();
		async.setTimeout(timeout);
		async.addListener(new AsyncListener() {

			@Override
			public void onComplete(AsyncEvent event) {
				// the end
			}

			@Override
			public void onTimeout(AsyncEvent event) {
				end.accept(event.getAsyncContext());
			}

			@Override
			public void onError(AsyncEvent event) {
				end.accept(event.getAsyncContext());
			}

			@Override
			public void onStartAsync(AsyncEvent event) {
				// once is enough
			}

		});
	}

	@Override
	public void destroy() {
		this.others.shutdownNow();
	}

	/**
	 * One way to answer.
	 */
	@FunctionalInterface
	private interface Way {

		void answer(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException;

	}

}
