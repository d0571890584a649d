package dev.emp.metrics.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import javax.net.ssl.SSLException;

import io.micrometer.registry.otlp.CompressionMode;
import io.micrometer.registry.otlp.OtlpMetricsSender;

/**
 * Sends batches over HTTP, each once. Adds what Dash0 wants to the requests that go to
 * Dash0.
 */
final class OtlpSender implements OtlpMetricsSender, AutoCloseable {

	private final HttpClient client;

	private final Duration timeout;

	private final Credentials credentials;

	OtlpSender(HttpClient client, Duration timeout, Credentials credentials) {
		this.client = client;
		this.timeout = timeout;
		this.credentials = credentials;
	}

	@Override
	public void send(Request request) throws ExportFailedException {
		String address = String.valueOf(request.getAddress());
		OtlpUrl url = OtlpUrl.of(address);
		URI uri = url.uri();
		if (uri == null || !url.isHttp()) {
			throw ExportFailedException.invalidAddress(url);
		}
		Map<String, String> own = this.credentials.headersFor(address);
		int status = exchange(httpRequest(uri, request, own), url);
		if (status < 200 || status > 299) {
			throw ExportFailedException.refused(status, url, !own.isEmpty());
		}
	}

	private HttpRequest httpRequest(URI uri, Request request, Map<String, String> own) throws ExportFailedException {
		HttpRequest.Builder builder = HttpRequest.newBuilder(uri)
			.timeout(this.timeout)
			.header("Content-Type", "application/x-protobuf")
			.header("User-Agent", "emp-metrics");
		if ("http".equalsIgnoreCase(uri.getScheme())) {
			// saves the headers that offer an upgrade
			builder.version(HttpClient.Version.HTTP_1_1);
		}
		addHeaders(builder, own);
		// last, since a header of the user's own property is obeyed
		addHeaders(builder, request.getHeaders());
		byte[] body = request.getMetricsData();
		if (request.getCompressionMode() == CompressionMode.GZIP) {
			builder.header("Content-Encoding", "gzip");
			body = gzip(body);
		}
		return builder.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
	}

	private static void addHeaders(HttpRequest.Builder builder, Map<String, String> headers)
			throws ExportFailedException {
		for (Map.Entry<String, String> header : headers.entrySet()) {
			try {
				builder.setHeader(header.getKey(), header.getValue());
			}
			catch (IllegalArgumentException ex) {
				// its message has the value
				throw ExportFailedException.invalidHeader(header.getKey());
			}
		}
	}

	private int exchange(HttpRequest request, OtlpUrl url) throws ExportFailedException {
		try {
			// the body may echo the headers
			return this.client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
		}
		catch (ConnectException | HttpTimeoutException | SSLException ex) {
			throw ExportFailedException.unreachable(url, ex.getClass().getSimpleName() + detail(ex));
		}
		catch (IOException ex) {
			// the message may quote the answer, which may echo the headers
			throw ExportFailedException.unreachable(url, ex.getClass().getSimpleName());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw ExportFailedException.unreachable(url, "interrupted");
		}
	}

	private static String detail(IOException ex) {
		return (ex.getMessage() != null) ? ": " + ex.getMessage() : "";
	}

	private static byte[] gzip(byte[] data) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream(data.length / 2);
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write(data);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return compressed.toByteArray();
	}

	/**
	 * End the client's thread, which Java 21 and later can; before, it ends once the
	 * client is collected.
	 */
	@Override
	public void close() {
		if (this.client instanceof AutoCloseable closeable) {
			try {
				closeable.close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

}
