package dev.emp.metrics.sample.work;

import dev.emp.metrics.sample.queue.JobResult;

/**
 * The hash of some bytes.
 *
 * @param algorithm how it was computed
 * @param hash the hash in hexadecimal digits
 * @param bytes how many bytes were hashed
 */
record Digest(String algorithm, String hash, long bytes) implements JobResult {

	@Override
	public long size() {
		return this.hash.length() / 2;
	}

}
