package dev.emp.metrics.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A running application, its clients, and what it counted.
 */
final class Served implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	/** Can be read when the application is closed. */
	private final MeterRegistry registry;

	private Served(ConfigurableApplicationContext context) {
		this.context = context;
		this.registry = context.getBean(MeterRegistry.class);
	}

	static Served start(Class<?> furtherSource, String type, String... properties) {
		return start(List.of(furtherSource), type, properties);
	}

	static Served start(List<Class<?>> furtherSources, String type, String... properties) {
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--spring.main.web-application-type=" + type,
						"--management.endpoints.web.exposure.include=health,info", "--logging.level.root=off"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		SpringApplication application = new SpringApplication(ServedApplication.class);
		application.addPrimarySources(furtherSources);
		return new Served(application.run(arguments.toArray(String[]::new)));
	}

	int get(String path) throws IOException {
		return send("GET", path);
	}

	int send(String method, String path) throws IOException {
		return status(exchange("local.server.port", request(method, path)));
	}

	int getFromManagement(String path) throws IOException {
		return status(exchange("local.management.port", request("GET", path)));
	}

	/**
	 * Send bytes as they are, and read what comes back.
	 * @param bytes what looks like a request, in ISO 8859-1
	 * @throws IOException if the server is not there
	 */
	void send(String bytes) throws IOException {
		exchange("local.server.port", bytes);
	}

	/**
	 * Send the same bytes several times at once, and read what comes back.
	 * @param count how often
	 * @param bytes what looks like a request, in ISO 8859-1
	 * @throws IOException if the server is not there
	 */
	void sendAtOnce(int count, String bytes) throws IOException {
		List<Socket> sockets = new ArrayList<>();
		try {
			for (int i = 0; i < count; i++) {
				Socket socket = connect("local.server.port");
				sockets.add(socket);
				write(socket, bytes);
			}
			for (Socket socket : sockets) {
				socket.getInputStream().readAllBytes();
			}
		}
		finally {
			for (Socket socket : sockets) {
				socket.close();
			}
		}
	}

	/**
	 * Send bytes as they are, and go at once.
	 * @param bytes what looks like a request, in ISO 8859-1
	 * @throws IOException if the server is not there
	 */
	void sendAndGo(String bytes) throws IOException {
		try (Socket socket = connect("local.server.port")) {
			write(socket, bytes);
		}
	}

	/**
	 * Send a request, read the beginning of what comes back, and go.
	 * @param bytes what looks like a request, in ISO 8859-1
	 * @param count the number of bytes to read
	 * @throws IOException if the server is not there
	 */
	void readAndGo(String bytes, int count) throws IOException {
		try (Socket socket = connect("local.server.port")) {
			// the end is a reset, with which a server can send nothing more
			socket.setSoLinger(true, 0);
			write(socket, bytes);
			socket.getInputStream().readNBytes(count);
		}
	}

	private String exchange(String port, String bytes) throws IOException {
		try (Socket socket = connect(port)) {
			write(socket, bytes);
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
		catch (SocketException ex) {
			// the server has had enough
			return "";
		}
	}

	Socket open(String bytes) throws IOException {
		Socket socket = connect("local.server.port");
		write(socket, bytes);
		return socket;
	}

	private Socket connect(String port) throws IOException {
		Socket socket = new Socket("localhost", port(port));
		socket.setSoTimeout(10_000);
		return socket;
	}

	private static void write(Socket socket, String bytes) throws IOException {
		socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
	}

	static String request(String method, String path, String... headers) {
		return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
				+ Stream.of(headers).map((header) -> header + "\r\n").collect(Collectors.joining()) + "\r\n";
	}

	/**
	 * What is counted of some requests, each of them once.
	 * @param exchanges sends requests, and knows how many
	 * @return what {@link #lines()} has more than before
	 * @throws Exception if a request cannot be sent
	 */
	List<String> added(Callable<Integer> exchanges) throws Exception {
		Map<String, Long> before = counts();
		double total = total();
		int sent = exchanges.call();
		// a thread of the application fails where the container has ended its request
		Awaitility.await()
			.dontCatchUncaughtExceptions()
			.pollInterval(Duration.ofMillis(5))
			.untilAsserted(() -> assertThat(total()).isEqualTo(total + sent));
		return counts().entrySet()
			.stream()
			.map((entry) -> entry.getKey() + " " + (entry.getValue() - before.getOrDefault(entry.getKey(), 0L)))
			.filter((line) -> !line.endsWith(" 0"))
			.toList();
	}

	private Map<String, Long> counts() {
		Map<String, Long> counts = new TreeMap<>();
		for (Counter counter : registry().find("http.requests").counters()) {
			counts.put(series(counter), (long) counter.count());
		}
		return counts;
	}

	private static int status(String answer) {
		return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
	}

	MeterRegistry registry() {
		return this.registry;
	}

	/**
	 * What was counted.
	 * @return for each series endpoint, method, status, route, outcome and the count
	 */
	List<String> lines() {
		return registry().find("http.requests").counters().stream().map(Served::line).sorted().toList();
	}

	double total() {
		return registry().find("http.requests").counters().stream().mapToDouble(Counter::count).sum();
	}

	private int port(String property) {
		return this.context.getEnvironment().getRequiredProperty(property, Integer.class);
	}

	private static String line(Counter counter) {
		return series(counter) + " " + (long) counter.count();
	}

	private static String series(Counter counter) {
		TreeMap<String, String> values = new TreeMap<>();
		counter.getId().getTags().forEach((tag) -> values.put(tag.getKey(), tag.getValue()));
		return String.join(" ", values.values());
	}

	void stop() {
		this.context.close();
	}

	@Override
	public void close() {
		stop();
	}

}
