package dev.emp.metrics.export;

/**
 * A batch that was not delivered. Says the status and what to do, and nothing of what the
 * receiver answered or of the headers that it got. Has neither stack trace nor cause:
 * Micrometer logs both at each failure.
 */
final class ExportFailedException extends Exception {

	private ExportFailedException(String message) {
		super(message, null, false, false);
	}

	static ExportFailedException refused(int status, OtlpUrl url, boolean dash0) {
		return new ExportFailedException(
				"%s answered with status %d. %s".formatted(url.shown(), status, remedy(status, dash0)));
	}

	static ExportFailedException unreachable(OtlpUrl url, String reason) {
		return new ExportFailedException(
				"%s could not be reached (%s). Check that a receiver of OTLP over HTTP ".formatted(url.shown(), reason)
						+ "listens there, and that this machine may connect to it.");
	}

	static ExportFailedException invalidAddress(OtlpUrl url) {
		return new ExportFailedException("'%s' is no address of a receiver. Set it to a URL such as %s"
			.formatted(url.shown(), "http://localhost:4318/v1/metrics."));
	}

	static ExportFailedException invalidHeader(String name) {
		return new ExportFailedException("The header %s cannot be sent. Check its name and value in ".formatted(name)
				+ "management.otlp.metrics.export.headers or OTEL_EXPORTER_OTLP_HEADERS.");
	}

	private static String remedy(int status, boolean dash0) {
		return switch (status) {
			case 401, 403 ->
				"Check " + (dash0 ? "emp.metrics.export.dash0.token (DASH0_API_TOKEN) and .dataset (DASH0_DATASET)."
						: "the token in management.otlp.metrics.export.headers or OTEL_EXPORTER_OTLP_HEADERS.");
			case 404, 405 -> "Check the path of the address, which mostly ends with /v1/metrics.";
			case 413 -> "Lower management.otlp.metrics.export.batch-size.";
			case 415 -> "Check management.otlp.metrics.export.compression-mode, and that it takes protobuf.";
			case 429, 502, 503, 504 -> "The next export sends the totals again.";
			default -> (status / 100 == 3) ? "Redirects are not followed: set the address that it points to."
					: "Look into the log of the receiver.";
		};
	}

}
