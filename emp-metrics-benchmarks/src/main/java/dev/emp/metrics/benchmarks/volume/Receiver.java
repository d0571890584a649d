package dev.emp.metrics.benchmarks.volume;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/**
 * Takes requests over a plain socket, so that each byte of them is seen, and answers each
 * as a receiver that is content.
 */
final class Receiver implements AutoCloseable {

	private static final byte[] ANSWER = """
			HTTP/1.1 200 OK\r
			Content-Type: application/x-protobuf\r
			Content-Length: 0\r
			\r
			""".getBytes(StandardCharsets.US_ASCII);

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private final ServerSocket server;

	Receiver() throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		start("receiver", this::accept);
	}

	String url() {
		return "http://localhost:" + this.server.getLocalPort() + "/v1/metrics";
	}

	List<Received> received() {
		return List.copyOf(this.received);
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				start("receiver-connection", () -> serve(socket));
			}
			catch (IOException ex) {
				if (!this.server.isClosed()) {
					throw new IllegalStateException(ex);
				}
			}
		}
	}

	private void serve(Socket socket) {
		try (socket; BufferedInputStream input = new BufferedInputStream(socket.getInputStream())) {
			while (true) {
				this.received.add(read(input));
				socket.getOutputStream().write(ANSWER);
			}
		}
		catch (EOFException ex) {
			// the worker is done
		}
		catch (IOException ex) {
			if (!this.server.isClosed()) {
				System.err.println("A worker hung up: " + ex);
			}
		}
	}

	private static Received read(InputStream input) throws IOException {
		String head = head(input);
		byte[] body = input.readNBytes(Integer.parseInt(header(head, "content-length")));
		boolean compressed = head.toLowerCase(Locale.ROOT).contains("\r\ncontent-encoding: gzip\r\n");
		return new Received(System.nanoTime(), head, body, compressed);
	}

	private static String head(InputStream input) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int next = input.read();
			if (next < 0) {
				throw new EOFException();
			}
			head.write(next);
		}
		return head.toString(StandardCharsets.ISO_8859_1);
	}

	private static String header(String head, String name) {
		return head.lines()
			.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
			.map((line) -> line.substring(name.length() + 1).trim())
			.findFirst()
			.orElseThrow();
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

	/**
	 * A request.
	 *
	 * @param nanos when it was complete
	 * @param head the line of the request and its headers, as they were sent
	 * @param body the body as it was sent
	 * @param compressed whether the body is compressed
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Received(long nanos, String head, byte[] body, boolean compressed) {

		byte[] metrics() throws IOException {
			if (!this.compressed) {
				return this.body;
			}
			try (GZIPInputStream input = new GZIPInputStream(new ByteArrayInputStream(this.body))) {
				return input.readAllBytes();
			}
		}

	}

}
