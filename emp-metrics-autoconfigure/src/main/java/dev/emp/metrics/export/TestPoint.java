package dev.emp.metrics.export;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Writes a request of OTLP with one data point, by which a person can see whether a
 * receiver takes any. The numbers of the fields are those of opentelemetry-proto 1.10.
 */
final class TestPoint {

	static final String NAME = "emp.metrics.export.test";

	private TestPoint() {
	}

	/**
	 * Make the request.
	 * @param resource the attributes of the resource
	 * @param now when the point was read
	 * @param compressed whether to compress it
	 * @return the request
	 */
	static Payload payload(Map<String, String> resource, Instant now, boolean compressed) {
		byte[] request = request(resource, now);
		return new Payload(compressed ? Gzip.compress(request) : request, compressed, 1, now.toEpochMilli());
	}

	private static byte[] request(Map<String, String> resource, Instant now) {
		ByteArrayOutputStream resourceMetrics = new ByteArrayOutputStream();
		WireWriter.message(resourceMetrics, 1, resource(resource));
		WireWriter.message(resourceMetrics, 2, wrapped(2, metric(now)));
		return wrapped(1, resourceMetrics.toByteArray());
	}

	private static byte[] resource(Map<String, String> attributes) {
		ByteArrayOutputStream resource = new ByteArrayOutputStream();
		attributes.forEach((name, value) -> {
			ByteArrayOutputStream text = new ByteArrayOutputStream();
			WireWriter.text(text, 1, value);
			ByteArrayOutputStream attribute = new ByteArrayOutputStream();
			WireWriter.text(attribute, 1, name);
			WireWriter.message(attribute, 2, text.toByteArray());
			WireWriter.message(resource, 1, attribute.toByteArray());
		});
		return resource.toByteArray();
	}

	private static byte[] metric(Instant now) {
		ByteArrayOutputStream point = new ByteArrayOutputStream();
		WireWriter.fixed64(point, 3, TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano());
		WireWriter.fixed64(point, 4, Double.doubleToLongBits(1));
		ByteArrayOutputStream metric = new ByteArrayOutputStream();
		WireWriter.text(metric, 1, NAME);
		WireWriter.text(metric, 2, "Test points that a person sent");
		WireWriter.message(metric, 5, wrapped(1, point.toByteArray()));
		return metric.toByteArray();
	}

	private static byte[] wrapped(int field, byte[] value) {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		WireWriter.message(message, field, value);
		return message.toByteArray();
	}

}
