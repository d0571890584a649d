package dev.emp.metrics.http;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The methods that are told apart. A client can send any word as a method.
 */
final class HttpMethods {

	/** Stands for every other method, as in OpenTelemetry's semantic conventions. */
	static final String OTHER = "_OTHER";

	/** Each known method to itself, so that the word of a request is not kept. */
	private static final Map<String, String> KNOWN = Stream
		.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE")
		.collect(Collectors.toUnmodifiableMap(Function.identity(), Function.identity()));

	private HttpMethods() {
	}

	static String known(@Nullable String method) {
		return (method != null) ? KNOWN.getOrDefault(method, OTHER) : OTHER;
	}

}
