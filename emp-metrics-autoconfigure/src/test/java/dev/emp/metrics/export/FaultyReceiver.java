package dev.emp.metrics.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of OTLP over HTTP that fails as it is told to: each request takes the next
 * of the faults, and the default one where none is left. It records what it got and what
 * it stored.
 */
final class FaultyReceiver implements AutoCloseable {

	private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();

	private final List<FaultyExchange> requests = new CopyOnWriteArrayList<>();

	private final List<Stored> stored = new CopyOnWriteArrayList<>();

	private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	private final AtomicInteger connectionCount = new AtomicInteger();

	private volatile @Nullable SSLContext tls;

	private volatile Fault otherwise = Fault.ok();

	private volatile CountDownLatch stopped = new CountDownLatch(1);

	private volatile ServerSocket server;

	private FaultyReceiver(@Nullable SSLContext tls) {
		this.tls = tls;
		this.server = listen(0);
	}

	static FaultyReceiver start() {
		return new FaultyReceiver(null);
	}

	static FaultyReceiver startTls(SSLContext tls) {
		return new FaultyReceiver(tls);
	}

	/**
	 * Let the next requests fail, each with one of the faults.
	 * @param next the faults
	 * @return this receiver
	 */
	FaultyReceiver answers(Fault... next) {
		this.faults.addAll(List.of(next));
		return this;
	}

	/**
	 * Let all requests fail for which there is no other fault.
	 * @param fault the fault
	 * @return this receiver
	 */
	FaultyReceiver answersOtherwise(Fault fault) {
		this.otherwise = fault;
		return this;
	}

	/**
	 * Refuse connections and reset those that there are.
	 */
	void stop() {
		close();
	}

	/**
	 * Listen again on the same port.
	 */
	void restart() {
		this.stopped = new CountDownLatch(1);
		this.server = listen(port());
	}

	/**
	 * Use another certificate for what connects from now on.
	 * @param context the context with the certificate
	 */
	void rotate(SSLContext context) {
		this.tls = context;
	}

	String url() {
		return url("localhost");
	}

	String url(String host) {
		return ((this.tls != null) ? "https" : "http") + "://" + host + ":" + port() + "/v1/metrics";
	}

	int port() {
		return this.server.getLocalPort();
	}

	/**
	 * The requests whose head has come, in the order in which it came.
	 * @return the requests
	 */
	List<FaultyExchange> requests() {
		return this.requests;
	}

	/**
	 * Wait for a first request.
	 * @return the request
	 */
	FaultyExchange awaitRequest() {
		Awaitility.await().until(() -> !this.requests.isEmpty());
		return this.requests.get(0);
	}

	int connectionCount() {
		return this.connectionCount.get();
	}

	/**
	 * What was stored, in this order; a batch that came twice is there twice.
	 * @return what was stored
	 */
	List<Stored> stored() {
		return this.stored;
	}

	long storedPoints() {
		return this.stored.stream().mapToLong(Stored::points).sum();
	}

	void store(ExportMetricsServiceRequest request, long rejected) {
		this.stored.add(new Stored(request, rejected));
	}

	CountDownLatch stopped() {
		return this.stopped;
	}

	private ServerSocket listen(int port) {
		try {
			ServerSocket socket = new ServerSocket();
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			start("faulty-receiver", () -> accept(socket));
			return socket;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept(ServerSocket socket) {
		try {
			while (!socket.isClosed()) {
				Socket connection = socket.accept();
				this.connections.add(connection);
				if (socket.isClosed()) {
					connection.close();
					return;
				}
				this.connectionCount.incrementAndGet();
				start("faulty-receiver-connection", () -> serve(connection));
			}
		}
		catch (IOException ex) {
			// stopped
		}
	}

	private void serve(Socket connection) {
		try (connection; Socket channel = secured(connection)) {
			FaultyExchange exchange = FaultyExchange.read(this, channel);
			while (exchange != null) {
				this.requests.add(exchange);
				Fault fault = this.faults.poll();
				((fault != null) ? fault : this.otherwise).apply(exchange);
				exchange = FaultyExchange.read(this, channel);
			}
		}
		catch (IOException ex) {
			// the client went away, or a fault closed the connection
		}
		finally {
			this.connections.remove(connection);
		}
	}

	private Socket secured(Socket connection) throws IOException {
		SSLContext context = this.tls;
		if (context == null) {
			return connection;
		}
		SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(connection, null, true);
		secured.startHandshake();
		return secured;
	}

	private void start(String name, Runnable work) {
		Thread thread = new Thread(work, name);
		thread.setDaemon(true);
		this.threads.add(thread);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.stopped.countDown();
			this.server.close();
			for (Socket connection : this.connections) {
				connection.close();
			}
			// a thread that waits in the kernel takes one more while it is woken
			for (Thread thread : this.threads) {
				thread.join(TimeUnit.SECONDS.toMillis(5));
			}
			this.threads.clear();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
