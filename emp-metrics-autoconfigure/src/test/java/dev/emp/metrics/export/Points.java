package dev.emp.metrics.export;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;

/**
 * Payloads of a test, by the number of their data points.
 */
final class Points {

	static final Target TARGET = new Target("http://localhost:4318/v1/metrics", Map.of());

	private Points() {
	}

	/**
	 * A payload of metrics with one data point each, named {@code m1}, {@code m2} and so
	 * on.
	 * @param count how many
	 * @return the payload
	 */
	static Payload of(int count) {
		return Payload.of(RandomRequests.gauges(names(count)).toByteArray(), false, System.currentTimeMillis());
	}

	/**
	 * The names of the metrics of a payload.
	 * @param payload the payload
	 * @return the names in order
	 */
	static List<String> names(Payload payload) {
		byte[] message = payload.compressed() ? Gzip.expand(payload.bytes()) : payload.bytes();
		try {
			return ExportMetricsServiceRequest.parseFrom(message)
				.getResourceMetricsList()
				.stream()
				.flatMap((resource) -> resource.getScopeMetricsList().stream())
				.flatMap((scope) -> scope.getMetricsList().stream())
				.map(Metric::getName)
				.toList();
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String[] names(int count) {
		return IntStream.rangeClosed(1, count).mapToObj((i) -> "m" + i).toArray(String[]::new);
	}

}
