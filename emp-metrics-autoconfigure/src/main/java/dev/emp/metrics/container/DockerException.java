package dev.emp.metrics.container;

import java.io.IOException;

/**
 * The Docker Engine does not say what it was asked. The message is for the log: what
 * happened, and what to do.
 */
final class DockerException extends IOException {

	DockerException(String message, Throwable cause) {
		super(message, cause);
	}

	DockerException(String message) {
		super(message);
	}

}
