package dev.emp.metrics.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;

/**
 * What a {@link FaultyReceiver} does with a request.
 */
@FunctionalInterface
interface Fault {

	String PROTOBUF = "application/x-protobuf";

	/**
	 * Deal with a request.
	 * @param exchange the request
	 * @throws IOException if the client has gone
	 */
	void apply(FaultyExchange exchange) throws IOException;

	/**
	 * No fault.
	 * @return stores and says so
	 */
	static Fault ok() {
		return stored(PROTOBUF, new byte[0]);
	}

	static Fault partialSuccess(long rejected, String message) {
		byte[] answer = ExportMetricsServiceResponse.newBuilder()
			.setPartialSuccess(
					ExportMetricsPartialSuccess.newBuilder().setRejectedDataPoints(rejected).setErrorMessage(message))
			.build()
			.toByteArray();
		return (exchange) -> {
			exchange.store(Math.max(0, rejected));
			exchange.answer(200, PROTOBUF, answer);
		};
	}

	/**
	 * What a proxy's own page looks like.
	 * @return stores nothing, with success
	 */
	static Fault html() {
		return (exchange) -> exchange.answer(200, "text/html", text("<!DOCTYPE html><p>Welcome"));
	}

	static Fault wrongContentType() {
		return stored("text/plain", text("stored"));
	}

	static Fault endlessAnswer() {
		return (exchange) -> {
			exchange.store(0);
			exchange.head(200, "text/plain", Integer.MAX_VALUE);
			while (exchange.pause(0)) {
				exchange.write(new byte[8192]);
			}
		};
	}

	private static Fault stored(String contentType, byte[] answer) {
		return (exchange) -> {
			exchange.store(0);
			exchange.answer(200, contentType, answer);
		};
	}

	/**
	 * Refuse, with all that the request had in the body.
	 * @param status the status
	 * @param headers further headers of the answer, each as it stands there
	 * @return stores nothing
	 */
	static Fault status(int status, String... headers) {
		return (exchange) -> exchange.answer(status, "text/plain",
				text("you sent " + exchange.line() + " " + exchange.headers()), headers);
	}

	static Fault retryAfter(int status, String value) {
		return status(status, "Retry-After: " + value);
	}

	static Fault redirect(int status, String location) {
		return status(status, "Location: " + location);
	}

	/**
	 * A receiver that cannot read gzip.
	 * @return stores what is not compressed
	 */
	static Fault refusesGzip() {
		return (exchange) -> (exchange.header("content-encoding").isEmpty() ? ok() : status(415)).apply(exchange);
	}

	static Fault hang() {
		return (exchange) -> {
			exchange.body();
			exchange.hang();
		};
	}

	static Fault hangAfterHeaders(int status) {
		return (exchange) -> {
			exchange.store(0);
			exchange.head(status, PROTOBUF, 10);
			exchange.hang();
		};
	}

	static Fault slowDrip(int status) {
		return (exchange) -> {
			exchange.body();
			exchange.head(status, PROTOBUF, 1_000_000);
			while (exchange.pause(20)) {
				exchange.write(new byte[] { 'x' });
			}
		};
	}

	static Fault resetMidRequest() {
		return FaultyExchange::reset;
	}

	static Fault resetMidAnswer() {
		return (exchange) -> {
			exchange.store(0);
			exchange.head(200, PROTOBUF, 10);
			exchange.write(new byte[] { 10 });
			exchange.reset();
		};
	}

	static Fault storedButAckLost() {
		return (exchange) -> {
			exchange.store(0);
			exchange.reset();
		};
	}

	/**
	 * No HTTP, with all that the request had in it.
	 * @return stores nothing
	 */
	static Fault garbage() {
		return (exchange) -> {
			exchange.body();
			exchange.write(text(exchange.headers() + " is no status\r\n\r\n"));
			exchange.reset();
		};
	}

	private static byte[] text(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
