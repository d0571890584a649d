package dev.emp.metrics.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A receiver of a test that records requests and answers each with the headers that it
 * got.
 */
final class Receiver implements AutoCloseable {

	private final List<Received> requests = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	private volatile int status = 200;

	private volatile String location = "";

	Receiver() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	Receiver answers(int status) {
		this.status = status;
		return this;
	}

	Receiver redirectsTo(String location) {
		this.status = 307;
		this.location = location;
		return this;
	}

	String url(String path) {
		return "http://localhost:" + this.server.getAddress().getPort() + path;
	}

	List<Received> requests() {
		return this.requests;
	}

	private void handle(HttpExchange exchange) throws IOException {
		Map<String, String> headers = new TreeMap<>();
		exchange.getRequestHeaders()
			.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
		this.requests.add(new Received(exchange.getRequestURI().toString(), headers,
				ByteString.readFrom(exchange.getRequestBody())));
		if (!this.location.isEmpty()) {
			exchange.getResponseHeaders().add("Location", this.location);
		}
		headers.forEach((name, value) -> exchange.getResponseHeaders().add("X-Echo-" + name, value));
		byte[] echo = headers.toString().getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(this.status, echo.length);
		exchange.getResponseBody().write(echo);
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	/**
	 * A request.
	 *
	 * @param path path and query
	 * @param headers the headers, their names in lower case
	 * @param body the body as it was sent
	 */
	record Received(String path, Map<String, String> headers, ByteString body) {
	}

}
