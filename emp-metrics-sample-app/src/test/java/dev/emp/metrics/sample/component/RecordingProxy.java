package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Stands before a real Collector and notes which headers come by.
 */
final class RecordingProxy implements AutoCloseable {

	private final List<Set<String>> headers = new CopyOnWriteArrayList<>();

	private final HttpClient client = HttpClient.newHttpClient();

	private final HttpServer server;

	private final String target;

	private RecordingProxy(HttpServer server, String target) {
		this.server = server;
		this.target = target;
	}

	static RecordingProxy start(String target) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		RecordingProxy proxy = new RecordingProxy(server, target);
		server.createContext("/", proxy::forward);
		server.start();
		return proxy;
	}

	String url() {
		return "http://localhost:" + this.server.getAddress().getPort();
	}

	/**
	 * The names of the headers of each request, in lower case.
	 * @return a set for each request
	 */
	List<Set<String>> headers() {
		return this.headers;
	}

	private void forward(HttpExchange exchange) throws IOException {
		Set<String> names = new HashSet<>();
		exchange.getRequestHeaders().keySet().forEach((name) -> names.add(name.toLowerCase(Locale.ROOT)));
		this.headers.add(names);
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.target + exchange.getRequestURI()))
			.POST(HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
		for (String name : new String[] { "Content-Type", "Content-Encoding" }) {
			String value = exchange.getRequestHeaders().getFirst(name);
			if (value != null) {
				request.header(name, value);
			}
		}
		exchange.sendResponseHeaders(status(request.build()), -1);
		exchange.close();
	}

	private int status(HttpRequest request) throws IOException {
		try {
			return this.client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
