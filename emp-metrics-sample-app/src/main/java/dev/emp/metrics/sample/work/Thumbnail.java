package dev.emp.metrics.sample.work;

import dev.emp.metrics.sample.queue.JobResult;

/**
 * A small image.
 *
 * @param width its width in pixels
 * @param height its height in pixels
 * @param png its bytes
 */
@SuppressWarnings("ArrayRecordComponent")
record Thumbnail(int width, int height, byte[] png) implements JobResult {

	@Override
	public long size() {
		return this.png.length;
	}

	@Override
	public String contentType() {
		return "image/png";
	}

	@Override
	public Object body() {
		return this.png;
	}

}
