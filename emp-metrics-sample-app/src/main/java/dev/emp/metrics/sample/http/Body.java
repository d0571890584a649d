package dev.emp.metrics.sample.http;

import java.io.IOException;
import java.io.InputStream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.util.unit.DataSize;

import dev.emp.metrics.sample.queue.BytesInput;
import dev.emp.metrics.sample.queue.InvalidInputException;

/**
 * Reads the body of a request up to a limit, whatever length the request declares.
 */
final class Body {

	private Body() {
	}

	static BytesInput read(@Nullable InputStreamResource body, DataSize limit) throws IOException {
		byte[] bytes = bytes(body, (int) limit.toBytes() + 1);
		if (bytes.length == 0) {
			throw new InvalidInputException("The request has no body; send the bytes of a file as the body");
		}
		if (bytes.length > limit.toBytes()) {
			throw new BodyTooLargeException(limit);
		}
		return new BytesInput(bytes);
	}

	private static byte[] bytes(@Nullable InputStreamResource body, int limit) throws IOException {
		if (body == null) {
			return new byte[0];
		}
		try (InputStream stream = body.getInputStream()) {
			return stream.readNBytes(limit);
		}
	}

}
