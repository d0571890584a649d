package dev.emp.metrics.container;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;

/**
 * Runs exchanges at once, on the calling thread, until all have ended or the time is up.
 * Not safe for use by several threads.
 */
final class HttpExchanges {

	/** More wait for one to end: each is a descriptor here and in the Docker Engine. */
	private static final int AT_ONCE = 100;

	private final DockerEndpoint endpoint;

	private final Duration timeout;

	private final HttpBuffers buffers = new HttpBuffers();

	private int next;

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
		this.next = 0;
		try (Selector selector = Selector.open()) {
			open(exchanges, address, selector);
			while (open(exchanges) > 0 && deadline - System.nanoTime() > 0) {
				await(selector, deadline);
				open(exchanges, address, selector);
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

	private void open(List<HttpExchange> exchanges, SocketAddress address, Selector selector) {
		while (this.next < exchanges.size() && open(exchanges) < AT_ONCE) {
			exchanges.get(this.next++).open(this.endpoint, address, selector);
		}
	}

	private int open(List<HttpExchange> exchanges) {
		int open = 0;
		for (int i = 0; i < this.next; i++) {
			open += exchanges.get(i).hasEnded() ? 0 : 1;
		}
		return open;
	}

	private void await(Selector selector, long deadline) throws IOException {
		long millis = Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis());
		selector.select((key) -> ((HttpExchange) key.attachment()).ready(key, this.endpoint, this.buffers), millis);
		if (Thread.currentThread().isInterrupted()) {
			throw new InterruptedIOException("it was given up");
		}
	}

	private void giveUp(HttpExchange exchange) {
		if (!exchange.hasEnded()) {
			exchange.fail(new DockerException("no answer from " + this.endpoint + " to " + exchange + " within "
					+ this.timeout.toMillis() + " ms. See whether it is overloaded, or raise "
					+ "emp.metrics.container.docker.timeout."));
		}
	}

}
