package dev.emp.metrics.export;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a receiver says of a request that it took: an ExportMetricsServiceResponse.
 *
 * @param rejected how many data points it rejected, never below zero
 * @param message what it says about them
 */
record PartialSuccess(long rejected, String message) {

	private static final PartialSuccess NONE = new PartialSuccess(0, "");

	private static final int PARTIAL_SUCCESS = 1;

	private static final int REJECTED_DATA_POINTS = 1;

	private static final int ERROR_MESSAGE = 2;

	/** Other objects are what gateways say. */
	private static final Pattern JSON_RESPONSE = Pattern.compile("\\s*\\{\\s*(}|\"partial(?:Success|_success)\"\\s*:)");

	/** JSON has numbers of 64 bits as text. */
	private static final Pattern JSON_REJECTED = Pattern
		.compile("\"rejected(?:DataPoints|_data_points)\"\\s*:\\s*\"?(\\d{1,18})\\b");

	private static final Pattern JSON_MESSAGE = Pattern.compile("\"error(?:Message|_message)\"\\s*:\\s*\"([^\"\\\\]*)");

	/**
	 * Read the body of a successful answer.
	 * @param body the body, which may be anything
	 * @param contentType its type, or nothing where the receiver does not say
	 * @return what it says, or null where it is no answer of OTLP
	 */
	static @Nullable PartialSuccess parse(byte[] body, String contentType) {
		if (body.length == 0) {
			return NONE;
		}
		if (contentType.startsWith("application/json")) {
			return ofJson(new String(body, StandardCharsets.UTF_8));
		}
		boolean possible = contentType.isEmpty() || contentType.startsWith("application/x-protobuf")
				|| contentType.startsWith("application/protobuf");
		return possible ? ofProtobuf(body) : null;
	}

	private static @Nullable PartialSuccess ofProtobuf(byte[] body) {
		PartialSuccess found = NONE;
		WireReader fields = new WireReader(body, 0, body.length);
		while (fields.next()) {
			if (fields.isMessage(PARTIAL_SUCCESS)) {
				WireReader inner = new WireReader(body, fields.valueStart(), fields.end());
				found = details(inner, body, found);
				if (inner.isBroken()) {
					return null;
				}
			}
		}
		if (fields.isBroken() && body.length >= BoundedBody.LIMIT && fields.isMessage(PARTIAL_SUCCESS)) {
			// what was cut off is the end of a long message, before which the number
			// stands
			return details(new WireReader(body, fields.valueStart(), body.length), body, found);
		}
		return fields.isBroken() ? null : found;
	}

	private static PartialSuccess details(WireReader fields, byte[] body, PartialSuccess start) {
		long rejected = start.rejected();
		String message = start.message();
		while (fields.next()) {
			if (fields.isNumber(REJECTED_DATA_POINTS)) {
				rejected = Math.max(0, fields.number());
			}
			else if (fields.isMessage(ERROR_MESSAGE)) {
				int from = fields.valueStart();
				message = new String(body, from, fields.end() - from, StandardCharsets.UTF_8);
			}
		}
		return new PartialSuccess(rejected, message);
	}

	private static @Nullable PartialSuccess ofJson(String body) {
		if (!JSON_RESPONSE.matcher(body).lookingAt()) {
			return null;
		}
		Matcher rejected = JSON_REJECTED.matcher(body);
		Matcher message = JSON_MESSAGE.matcher(body);
		return new PartialSuccess(rejected.find() ? Long.parseLong(rejected.group(1)) : 0,
				message.find() ? message.group(1) : "");
	}

}
