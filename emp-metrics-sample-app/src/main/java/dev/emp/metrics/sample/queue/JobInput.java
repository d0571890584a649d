package dev.emp.metrics.sample.queue;

import java.io.IOException;
import java.io.InputStream;

import org.jspecify.annotations.Nullable;

/**
 * The bytes that a job works on.
 */
public sealed interface JobInput permits BytesInput, FileInput {

	/**
	 * Opens the bytes.
	 * @return a stream, for the caller to close
	 * @throws IOException if there are none to read
	 */
	InputStream open() throws IOException;

	/**
	 * How many bytes there are now.
	 * @return the number of bytes, or null if there is nothing to count
	 */
	@Nullable Long size();

	/**
	 * Whether another attempt may find other bytes, so that it is worth making.
	 * @return whether the bytes may change
	 */
	boolean mayChange();

}
