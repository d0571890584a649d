package dev.emp.metrics.container;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Runs exchanges at once, on the calling thread, until all have ended or the time is up.
 * Not safe for use by several threads.
 */
final class HttpExchanges {

	/** More wait for one to end: each is a descriptor here and in the Docker Engine. */
	private static final int AT_ONCE = 100;

	/** Milliseconds until what waits is tried again. */
	private static final long BUSY_PAUSE = 10;

	private final DockerEndpoint endpoint;

	private final Duration timeout;

	private final HttpBuffers buffers = new HttpBuffers();

	private final Deque<HttpExchange> waiting = new ArrayDeque<>();

	HttpExchanges(DockerEndpoint endpoint, Duration timeout) {
		this.endpoint = endpoint;
		this.timeout = timeout;
	}

	/**
	 * Now and the time that there is.
	 * @return when time is up
	 */
	long deadline() {
		return System.nanoTime() + this.timeout.toNanos();
	}

	/**
	 * Run one exchange.
	 * @param exchange the exchange
	 * @param deadline when time is up
	 * @throws IOException if it failed
	 */
	void run(HttpExchange exchange, long deadline) throws IOException {
		run(List.of(exchange), deadline);
		IOException failure = exchange.failure();
		if (failure != null) {
			throw failure;
		}
	}

	/**
	 * Run exchanges, each of which afterwards knows its failure.
	 * @param exchanges the exchanges
	 * @param deadline when time is up
	 * @throws IOException if nothing could be tried
	 */
	void run(List<HttpExchange> exchanges, long deadline) throws IOException {
		SocketAddress address = address();
		this.waiting.clear();
		this.waiting.addAll(exchanges);
		try (Selector selector = Selector.open()) {
			open(address, selector);
			while (isRunning(exchanges) && deadline - System.nanoTime() > 0) {
				await(selector, deadline);
				open(address, selector);
			}
		}
		finally {
			exchanges.forEach(this::giveUp);
		}
	}

	private SocketAddress address() throws DockerException {
		try {
			return this.endpoint.address();
		}
		catch (IOException ex) {
			throw this.endpoint.unreachable(ex);
		}
	}

	private void open(SocketAddress address, Selector selector) {
		HttpExchange next = this.waiting.peek();
		while (next != null && selector.keys().size() < AT_ONCE && next.open(this.endpoint, address, selector)) {
			this.waiting.remove();
			next = this.waiting.peek();
		}
	}

	private static boolean isRunning(List<HttpExchange> exchanges) {
		for (int i = 0; i < exchanges.size(); i++) {
			if (!exchanges.get(i).hasEnded()) {
				return true;
			}
		}
		return false;
	}

	private void await(Selector selector, long deadline) throws IOException {
		long millis = Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis());
		selector.select((key) -> ((HttpExchange) key.attachment()).ready(key, this.endpoint, this.buffers),
				this.waiting.isEmpty() ? millis : Math.min(millis, BUSY_PAUSE));
		if (Thread.currentThread().isInterrupted()) {
			throw new InterruptedIOException("it was given up");
		}
	}

	private void giveUp(HttpExchange exchange) {
		if (!exchange.hasEnded() && exchange.failure() == null) {
			exchange.fail(new DockerException(
					"no answer from " + this.endpoint + " to " + exchange + " within " + this.timeout.toMillis()
							+ " ms. See whether it is overloaded, or raise " + "emp.metrics.container.docker.timeout"));
		}
	}

}
