package dev.emp.metrics.sample.backend;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A receiver that takes everything and records it.
 */
final class LocalBackend implements AutoCloseable {

	private final List<Received> requests = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	LocalBackend() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	String url() {
		return "http://localhost:" + this.server.getAddress().getPort();
	}

	List<Received> requests() {
		return this.requests;
	}

	private void handle(HttpExchange exchange) throws IOException {
		Map<String, String> headers = new TreeMap<>();
		exchange.getRequestHeaders()
			.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
		InputStream body = new ByteArrayInputStream(exchange.getRequestBody().readAllBytes());
		if ("gzip".equals(headers.get("content-encoding"))) {
			body = new GZIPInputStream(body);
		}
		this.requests.add(new Received(exchange.getRequestURI().getPath(), headers, ByteString.readFrom(body)));
		exchange.sendResponseHeaders(200, -1);
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	/**
	 * A request.
	 *
	 * @param path the path
	 * @param headers the headers, their names in lower case
	 * @param body the body, unpacked
	 */
	record Received(String path, Map<String, String> headers, ByteString body) {
	}

}
