package dev.emp.metrics.sample.http;

import org.springframework.util.unit.DataSize;

/**
 * The body of a request is larger than allowed.
 */
final class BodyTooLargeException extends RuntimeException {

	BodyTooLargeException(DataSize limit) {
		super("The body is larger than %d bytes (sample.http.max-body)".formatted(limit.toBytes()));
	}

}
