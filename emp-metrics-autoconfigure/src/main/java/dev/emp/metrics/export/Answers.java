package dev.emp.metrics.export;

import java.time.Clock;
import java.util.Locale;
import java.util.Set;

import dev.emp.metrics.export.Answer.Kind;

/**
 * Makes answers of what came over HTTP.
 *
 * @param url where the batch went
 * @param dash0 whether that is Dash0
 * @param redaction hides what the receiver was told
 * @param clock tells how far away the date of a Retry-After is
 */
record Answers(OtlpUrl url, boolean dash0, Redaction redaction, Clock clock) {

	/** The reason of a success that a receiver of OTLP would not state like this. */
	static final String NO_OTLP = "no_otlp";

	private static final int BAD_REQUEST = 400;

	private static final int PROXY_AUTHENTICATION = 407;

	private static final int CONTENT_TOO_LARGE = 413;

	/** The Collector says so with status 400, at its {@code max_request_body_size}. */
	private static final String TOO_LARGE = "request body too large";

	/** Each becomes the value of a label, which must not be anything. */
	private static final Set<Integer> USUAL = Set.of(301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 406, 407, 408,
			411, 413, 415, 422, 429, 431, 500, 501, 502, 503, 504, 505);

	/**
	 * Say what an answer means.
	 * @param body the answer
	 * @param points how many data points the batch has
	 * @return what it means for the batch
	 */
	Answer of(BoundedBody body, int points) {
		int status = body.status();
		if (body.isSuccess()) {
			return delivered(body, points);
		}
		String excerpt = this.redaction.excerpt(body.bytes());
		boolean isTooLarge = status == BAD_REQUEST && excerpt.contains(TOO_LARGE);
		int meant = isTooLarge ? CONTENT_TOO_LARGE : status;
		String message = "%s answered with status %s. %s".formatted(this.url.shown(), status, remedy(meant))
				+ said(excerpt);
		return Answer.of(kind(meant), reason(status), message)
			.retryAfter(RetryAfter.parse(body.header("Retry-After"), this.clock));
	}

	/**
	 * Say what it means that a proxy makes no connection to the receiver.
	 * @param status the status of its answer
	 * @return the answer
	 */
	Answer ofProxy(int status) {
		return Answer.of(Kind.RETRY, reason(status),
				"The proxy before %s answered with status %s. ".formatted(this.url.shown(), status)
						+ remedy(PROXY_AUTHENTICATION));
	}

	private Answer delivered(BoundedBody body, int points) {
		PartialSuccess success = PartialSuccess.parse(body.bytes(),
				body.header("Content-Type").trim().toLowerCase(Locale.ROOT));
		if (success == null && !body.isReadable()) {
			return Answer.of(Kind.DELIVERED, "encoding",
					("%s answered with status %s and a body in an encoding that is not read, so that points which it "
							+ "rejects are not counted. Let it, or the proxy before it, answer with gzip or without "
							+ "compression.")
						.formatted(this.url.shown(), body.status()));
		}
		if (success == null) {
			return Answer.of(Kind.DELIVERED, NO_OTLP,
					"%s answered with status %s and something that is no OTLP. Check that it is the address of a "
						.formatted(this.url.shown(), body.status()) + "receiver, which mostly ends with /v1/metrics."
							+ said(this.redaction.excerpt(body.bytes())));
		}
		String said = said(this.redaction.excerpt(success.message()));
		if (success.rejected() == 0) {
			return Answer.of(Kind.DELIVERED, "none", this.url.shown() + " took all data points." + said);
		}
		long rejected = Math.min(success.rejected(), points);
		return Answer
			.of(Kind.DELIVERED, "partial_success",
					"%s rejected %s of %s data points.".formatted(this.url.shown(), rejected, points) + said)
			.rejected(rejected);
	}

	private static String said(String excerpt) {
		return excerpt.isEmpty() ? "" : " It said: '" + excerpt + "'";
	}

	private static Kind kind(int status) {
		return switch (status) {
			case PROXY_AUTHENTICATION, 429, 502, 503, 504 -> Kind.RETRY;
			case 401, 403 -> Kind.UNAUTHORIZED;
			case CONTENT_TOO_LARGE -> Kind.TOO_LARGE;
			default -> Kind.REFUSED;
		};
	}

	private static String reason(int status) {
		if (USUAL.contains(status)) {
			return "http_" + status;
		}
		return (status / 100 > 5) ? "http_other" : "http_" + status / 100 + "xx";
	}

	private String remedy(int status) {
		return switch (status) {
			case 401,
					403 ->
				"Check " + (this.dash0
						? "emp.metrics.export.dash0.token (DASH0_API_TOKEN) and .dataset (DASH0_DATASET)."
						: "the token in management.otlp.metrics.export.headers or OTEL_EXPORTER_OTLP_HEADERS.");
			case 400, 404, 405, 406, 410, 501 ->
				"Check the path of the address, which mostly ends with /v1/metrics, and look into the log of the receiver.";
			case PROXY_AUTHENTICATION -> "Let the proxy of the JVM's settings (https.proxyHost, http.proxyHost) pass "
					+ "these requests, or leave it out with http.nonProxyHosts.";
			case CONTENT_TOO_LARGE ->
				"Lower management.otlp.metrics.export.batch-size, or raise the limit of the receiver.";
			case 415 -> "Check management.otlp.metrics.export.compression-mode, and that it takes protobuf.";
			case 429, 502, 503, 504 -> "The batch can be sent again later.";
			default -> (status / 100 == 3) ? "Redirects are not followed: set the address that it points to."
					: "Look into the log of the receiver.";
		};
	}

}
