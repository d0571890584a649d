package dev.emp.metrics.sample.work;

import dev.emp.metrics.sample.queue.JobResult;

/**
 * Bytes in fewer bytes.
 *
 * @param originalSize how many bytes there were
 * @param gzip the bytes in the format of gzip
 */
@SuppressWarnings("ArrayRecordComponent")
record Compressed(long originalSize, byte[] gzip) implements JobResult {

	@Override
	public long size() {
		return this.gzip.length;
	}

	@Override
	public String contentType() {
		return "application/gzip";
	}

	@Override
	public Object body() {
		return this.gzip;
	}

}
