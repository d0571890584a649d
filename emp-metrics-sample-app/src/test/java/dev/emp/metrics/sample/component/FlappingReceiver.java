package dev.emp.metrics.sample.component;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of OTLP that is well at times, and keeps the points of one counter.
 */
final class FlappingReceiver implements Closeable {

	private final Map<String, List<NumberDataPoint>> points = new ConcurrentHashMap<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final int port = RunningProgram.freePort();

	private final String counter;

	private volatile Mood mood = Mood.REFUSES;

	private @Nullable HttpServer server;

	FlappingReceiver(String counter) {
		this.counter = counter;
	}

	String url() {
		return "http://localhost:" + this.port + "/v1/metrics";
	}

	/**
	 * What arrived.
	 * @return for each {@code service.instance.id} the points in the order in which they
	 * came
	 */
	Map<String, List<NumberDataPoint>> points() {
		return this.points;
	}

	synchronized void become(Mood next) throws IOException {
		this.mood = next;
		notifyAll();
		if (next == Mood.REFUSES && this.server != null) {
			this.server.stop(0);
			this.server = null;
		}
		else if (next != Mood.REFUSES && this.server == null) {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), 0);
			this.server.createContext("/", this::answer);
			this.server.setExecutor(this.threads);
			this.server.start();
		}
	}

	private void answer(HttpExchange exchange) throws IOException {
		byte[] body = exchange.getRequestBody().readAllBytes();
		Mood now = this.mood;
		switch (now) {
			case ACCEPTS -> {
				store(body);
				exchange.sendResponseHeaders(200, -1);
			}
			case IS_OVERLOADED -> exchange.sendResponseHeaders(503, -1);
			case FORGETS_TO_ANSWER -> store(body);
			default -> awaitOtherMood(now);
		}
		exchange.close();
	}

	private synchronized void awaitOtherMood(Mood now) {
		try {
			while (this.mood == now) {
				wait();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private synchronized void store(byte[] body) throws IOException {
		try (InputStream input = new GZIPInputStream(new ByteArrayInputStream(body))) {
			for (ResourceMetrics resource : ExportMetricsServiceRequest.parseFrom(input).getResourceMetricsList()) {
				String instance = instance(resource);
				resource.getScopeMetricsList()
					.stream()
					.flatMap((scope) -> scope.getMetricsList().stream())
					.filter((metric) -> metric.getName().equals(this.counter))
					.map(Metric::getSum)
					.forEach((sum) -> this.points.computeIfAbsent(instance, (key) -> new ArrayList<>())
						.addAll(sum.getDataPointsList()));
			}
		}
	}

	private static String instance(ResourceMetrics resource) {
		return resource.getResource()
			.getAttributesList()
			.stream()
			.filter((attribute) -> attribute.getKey().equals("service.instance.id"))
			.map(KeyValue::getValue)
			.map((value) -> value.getStringValue())
			.findFirst()
			.orElseThrow();
	}

	@Override
	public void close() throws IOException {
		become(Mood.REFUSES);
		this.threads.shutdownNow();
	}

	/**
	 * How it answers.
	 */
	enum Mood {

		/** It keeps what it gets. */
		ACCEPTS,

		/** Nobody listens at its port. */
		REFUSES,

		/** It says 503. */
		IS_OVERLOADED,

		/** It takes the request, and is silent. */
		HANGS,

		/** It keeps what it gets and hangs up. */
		FORGETS_TO_ANSWER

	}

}
