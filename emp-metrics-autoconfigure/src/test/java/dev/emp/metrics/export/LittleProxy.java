package dev.emp.metrics.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy that brings all to one port of this machine, whatever it is asked for: plain
 * requests as they are, others through a tunnel.
 */
final class LittleProxy implements AutoCloseable {

	private static final byte[] REFUSAL = """
			HTTP/1.1 407 Proxy Authentication Required\r
			Proxy-Authenticate: Basic realm="p"\r
			Content-Length: 0\r
			\r
			""".getBytes(StandardCharsets.ISO_8859_1);

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final ServerSocket server;

	private final int target;

	private volatile boolean refuses;

	LittleProxy(int target) {
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.target = target;
		start(this::accept);
	}

	/**
	 * Ask for credentials from now on.
	 */
	void refuse() {
		this.refuses = true;
	}

	int port() {
		return this.server.getLocalPort();
	}

	/**
	 * The first lines of the requests.
	 * @return the lines
	 */
	List<String> lines() {
		return this.lines;
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.server.accept();
			start(() -> serve(client));
		}
	}

	private void serve(Socket client) throws IOException {
		try (client; Socket receiver = new Socket(InetAddress.getLoopbackAddress(), this.target)) {
			byte[] head = head(client.getInputStream());
			String line = new String(head, StandardCharsets.ISO_8859_1).lines().findFirst().orElse("");
			this.lines.add(line);
			if (this.refuses) {
				client.getOutputStream().write(REFUSAL);
				client.getInputStream().transferTo(OutputStream.nullOutputStream());
				return;
			}
			if (line.startsWith("CONNECT ")) {
				client.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
			}
			else {
				receiver.getOutputStream().write(head);
			}
			start(() -> receiver.getInputStream().transferTo(client.getOutputStream()));
			client.getInputStream().transferTo(receiver.getOutputStream());
		}
	}

	private static byte[] head(InputStream in) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int next = in.read();
			if (next == -1) {
				break;
			}
			head.write(next);
		}
		return head.toByteArray();
	}

	private static void start(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// one of the ends has gone
			}
		}, "little-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Work with sockets.
	 */
	private interface Work {

		void run() throws IOException;

	}

}
