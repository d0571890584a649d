package dev.emp.metrics.gpu;

import java.io.IOException;

/**
 * GPUs cannot be read. The message is for the log: what happened, and what to do.
 */
final class GpuException extends IOException {

	GpuException(String message) {
		super(message);
	}

	GpuException(String message, Throwable cause) {
		super(message, cause);
	}

}
