package dev.emp.metrics.container;

import java.io.IOException;

/**
 * An answer that is not what the protocol or the format prescribes.
 */
final class MalformedAnswerException extends IOException {

	MalformedAnswerException(String message) {
		super(message);
	}

}
