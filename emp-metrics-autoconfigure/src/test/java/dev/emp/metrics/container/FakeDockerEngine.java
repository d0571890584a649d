package dev.emp.metrics.container;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A Docker Engine on a UNIX domain socket that has as many containers as a test says, and
 * whatever faults. Each connection has a thread.
 */
final class FakeDockerEngine implements AutoCloseable {

	static final Behaviour HANG = after(60_000, (path, client) -> {
	});

	final List<String> requests = new CopyOnWriteArrayList<>();

	/** What is done instead of answering, by a part of the path. */
	final Map<String, Behaviour> faults = new ConcurrentHashMap<>();

	final List<String> containers = new CopyOnWriteArrayList<>();

	volatile String version = "1.41";

	volatile String labels = "{}";

	final Path socket;

	private final ServerSocketChannel server;

	private final List<Thread> threads = new CopyOnWriteArrayList<>();

	FakeDockerEngine(Path socket) throws IOException {
		this(socket, ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket)));
	}

	private FakeDockerEngine(Path socket, ServerSocketChannel server) {
		this.socket = socket;
		this.server = server;
		start(this::accept);
	}

	/**
	 * Be a proxy, which listens on a port.
	 * @return the proxy
	 * @throws IOException if that is not possible
	 */
	static FakeDockerEngine onPort() throws IOException {
		return new FakeDockerEngine(Path.of("unused"),
				ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
	}

	int port() throws IOException {
		return ((InetSocketAddress) this.server.getLocalAddress()).getPort();
	}

	static String id(int number) {
		return String.format("%064x", number);
	}

	void run(int count) {
		this.containers.clear();
		for (int i = 1; i <= count; i++) {
			this.containers.add(id(i));
		}
	}

	private void accept() {
		try {
			while (true) {
				SocketChannel client = this.server.accept();
				start(() -> serve(client));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void start(Runnable task) {
		Thread thread = new Thread(task, "fake-docker-engine");
		thread.setDaemon(true);
		this.threads.add(thread);
		thread.start();
	}

	private void serve(SocketChannel client) {
		try (client) {
			ByteBuffer input = ByteBuffer.allocate(4096);
			String head = "";
			while (!head.endsWith("\r\n\r\n") && client.read(input) >= 0) {
				head = new String(input.array(), 0, input.position(), StandardCharsets.US_ASCII);
			}
			this.requests.add(head);
			String path = head.split(" ", 3)[1];
			for (Map.Entry<String, Behaviour> fault : this.faults.entrySet()) {
				if (path.contains(fault.getKey())) {
					fault.getValue().answer(path, client);
					return;
				}
			}
			write(client, answer(path));
		}
		catch (IOException | RuntimeException ex) {
			// the client has gone
		}
	}

	private String answer(String path) {
		if (path.equals("/_ping")) {
			return "HTTP/1.1 200 OK\r\nApi-Version: " + this.version + "\r\nContent-Length: 2\r\n\r\nOK";
		}
		if (path.endsWith("/containers/json")) {
			return ok(this.containers.stream().map(this::listed).collect(Collectors.joining(",", "[", "]")));
		}
		String id = path.split("/", -1)[3];
		if (!this.containers.contains(id)) {
			return status("404 Not Found", "{\"message\":\"No such container: " + id + "\"}");
		}
		return path.contains("/stats?") ? ok(stats()) : chunked(RecordedTree.text("api/inspect.json"));
	}

	private String listed(String id) {
		return "{\"Id\":\"" + id + "\",\"Names\":[\"/c" + Integer.parseInt(id.substring(50), 16)
				+ "\"],\"Image\":\"image\"," + "\"State\":\"running\",\"Created\":"
				+ (1_700_000_000 + Integer.parseInt(id.substring(50), 16)) + ",\"Labels\":" + this.labels
				+ ",\"Ports\":[],\"Mounts\":[]}";
	}

	/** Some versions leave these two empty. */
	private static String stats() {
		return RecordedTree.text("api/stats-v2.json").replaceAll("\"(id|name)\":\"[^\"]*\"", "\"$1\":null");
	}

	static String ok(String json) {
		return status("200 OK", json);
	}

	static String status(String status, String json) {
		return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: "
				+ json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + json;
	}

	static String chunked(String json) {
		StringBuilder text = new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
		for (int from = 0; from < json.length(); from += 1000) {
			String chunk = json.substring(from, Math.min(from + 1000, json.length()));
			text.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk).append("\r\n");
		}
		return text.append("0\r\n\r\n").toString();
	}

	static Behaviour after(long millis, Behaviour then) {
		return (path, client) -> {
			try {
				new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
				then.answer(path, client);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		};
	}

	static Behaviour says(String text) {
		return (path, out) -> write(out, text);
	}

	static void write(SocketChannel client, String text) throws IOException {
		ByteBuffer output = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
		while (output.hasRemaining()) {
			client.write(output);
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		this.threads.forEach(Thread::interrupt);
		Files.deleteIfExists(this.socket);
	}

	/**
	 * What is done with a request.
	 */
	interface Behaviour {

		void answer(String path, SocketChannel client) throws IOException;

	}

}
