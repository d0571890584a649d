package dev.emp.metrics.sample.http;

import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

/**
 * The body of a request is not taken, whatever it holds.
 */
final class UnacceptableBodyException extends RuntimeException {

	private final HttpStatus status;

	private UnacceptableBodyException(HttpStatus status, String reason) {
		super(reason);
		this.status = status;
	}

	static UnacceptableBodyException largerThan(DataSize limit) {
		return new UnacceptableBodyException(HttpStatus.CONTENT_TOO_LARGE,
				"The body is larger than %d bytes (sample.http.max-body)".formatted(limit.toBytes()));
	}

	static UnacceptableBodyException form() {
		return new UnacceptableBodyException(HttpStatus.UNSUPPORTED_MEDIA_TYPE,
				"A form is not taken; send the bytes of a file as the body and name what they are, "
						+ "for example with the header Content-Type: image/jpeg");
	}

	HttpStatus status() {
		return this.status;
	}

}
