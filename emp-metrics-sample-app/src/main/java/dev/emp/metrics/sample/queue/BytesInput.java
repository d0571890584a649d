package dev.emp.metrics.sample.queue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/**
 * Bytes in memory, for example the body of a request; they stay as they are.
 *
 * @param bytes the bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record BytesInput(byte[] bytes) implements JobInput {

	@Override
	public InputStream open() {
		return new ByteArrayInputStream(this.bytes);
	}

	@Override
	public Long size() {
		return (long) this.bytes.length;
	}

	@Override
	public boolean mayChange() {
		return false;
	}

}
