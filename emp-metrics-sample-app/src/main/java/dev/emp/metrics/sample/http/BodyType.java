package dev.emp.metrics.sample.http;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

import dev.emp.metrics.sample.queue.InvalidInputException;

/**
 * What a request says that its body is. Made from the header before the body is read,
 * since a wildcard there fails later, and without a reason. Public for the conversion of
 * the header.
 *
 * @param mediaType the media type
 */
public record BodyType(MediaType mediaType) {

	public static BodyType valueOf(String header) {
		try {
			MediaType mediaType = MediaType.parseMediaType(header);
			if (mediaType.isConcrete()) {
				return new BodyType(mediaType);
			}
		}
		catch (InvalidMediaTypeException ex) {
			// said below
		}
		throw new InvalidInputException(
				"The Content-Type '%s' names no kind of data; send for example image/jpeg".formatted(header));
	}

}
