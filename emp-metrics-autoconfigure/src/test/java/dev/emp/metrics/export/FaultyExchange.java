package dev.emp.metrics.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request at a {@link FaultyReceiver}, and the means to answer it badly.
 */
final class FaultyExchange {

	private final FaultyReceiver receiver;

	private final Socket connection;

	private final String line;

	private final Map<String, String> headers;

	private final CountDownLatch abandoned = new CountDownLatch(1);

	private byte @Nullable [] body;

	private FaultyExchange(FaultyReceiver receiver, Socket connection, String line, Map<String, String> headers) {
		this.receiver = receiver;
		this.connection = connection;
		this.line = line;
		this.headers = headers;
	}

	/**
	 * Read the head of the next request.
	 * @param receiver the receiver
	 * @param connection the connection
	 * @return the request, or null where the client has gone
	 * @throws IOException if the connection broke
	 */
	static @Nullable FaultyExchange read(FaultyReceiver receiver, Socket connection) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		InputStream in = connection.getInputStream();
		while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int next = in.read();
			if (next == -1) {
				return null;
			}
			head.write(next);
		}
		String[] lines = head.toString(StandardCharsets.ISO_8859_1).strip().split("\r\n", -1);
		Map<String, String> headers = new TreeMap<>();
		for (int i = 1; i < lines.length; i++) {
			int colon = lines[i].indexOf(':');
			headers.put(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), lines[i].substring(colon + 1).trim());
		}
		return new FaultyExchange(receiver, connection, lines[0], headers);
	}

	/**
	 * The first line of the request.
	 * @return method, path and version
	 */
	String line() {
		return this.line;
	}

	/**
	 * The headers of the request.
	 * @return the values by the names in lower case
	 */
	Map<String, String> headers() {
		return this.headers;
	}

	String header(String name) {
		return this.headers.getOrDefault(name, "");
	}

	byte[] body() throws IOException {
		if (this.body == null) {
			int length = Integer.parseInt(header("content-length"));
			this.body = this.connection.getInputStream().readNBytes(length);
		}
		return this.body;
	}

	/**
	 * Keep what the request has.
	 * @param rejected how many data points not to keep
	 * @throws IOException if the request is none of OTLP
	 */
	void store(long rejected) throws IOException {
		byte[] bytes = body();
		InputStream content = new ByteArrayInputStream(bytes);
		if (header("content-encoding").equals("gzip")) {
			content = new GZIPInputStream(content);
		}
		this.receiver.store(ExportMetricsServiceRequest.parseFrom(content), rejected);
	}

	/**
	 * Answer with a head and a body.
	 * @param status the status
	 * @param contentType the type of the body
	 * @param content the body
	 * @param more further headers, each as it stands in the answer
	 * @throws IOException if the client has gone
	 */
	void answer(int status, String contentType, byte[] content, String... more) throws IOException {
		body();
		head(status, contentType, content.length, more);
		write(content);
	}

	void head(int status, String contentType, int length, String... more) throws IOException {
		StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status)
			.append(" Any\r\nContent-Type: ")
			.append(contentType)
			.append("\r\nContent-Length: ")
			.append(length)
			.append("\r\n");
		for (String header : more) {
			head.append(header).append("\r\n");
		}
		write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
	}

	void write(byte[] bytes) throws IOException {
		OutputStream out = this.connection.getOutputStream();
		out.write(bytes);
		out.flush();
	}

	/**
	 * Do nothing more until the receiver stops or the client goes.
	 * @throws IOException if the client broke the connection
	 */
	void hang() throws IOException {
		try {
			// the end of the connection is seen by nothing but reading
			this.connection.getInputStream().transferTo(OutputStream.nullOutputStream());
		}
		finally {
			this.abandoned.countDown();
		}
	}

	/**
	 * Wait while the receiver is not stopped.
	 * @param millis how long to wait at most
	 * @return whether the receiver still runs
	 */
	boolean pause(long millis) {
		try {
			return !this.receiver.stopped().await(millis, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Reset the connection.
	 * @throws IOException if that failed
	 */
	void reset() throws IOException {
		this.connection.setSoLinger(true, 0);
		this.connection.close();
	}

	/**
	 * Counted down once the client has given up a request that was never answered.
	 * @return the latch
	 */
	CountDownLatch abandoned() {
		return this.abandoned;
	}

}
