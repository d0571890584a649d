package dev.emp.metrics.export;

/**
 * One request's metrics as they go over the wire.
 *
 * @param bytes the body as it is sent; not copied, so nobody may change it
 * @param compressed whether the body is compressed with gzip
 * @param points how many data points it has
 * @param acceptedAt when it was accepted, in milliseconds of the epoch
 */
record Payload(byte[] bytes, boolean compressed, int points, long acceptedAt) {

	@Override
	public String toString() {
		return "Payload[%d bytes, %d points]".formatted(this.bytes.length, this.points);
	}

}
