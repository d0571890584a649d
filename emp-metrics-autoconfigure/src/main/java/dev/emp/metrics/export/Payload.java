package dev.emp.metrics.export;

import java.util.List;

/**
 * One request's metrics as they go over the wire. Its bytes are not copied, so nobody may
 * change them.
 */
final class Payload {

	private final byte[] bytes;

	private final boolean compressed;

	private final int points;

	private final long acceptedAt;

	/**
	 * Create it.
	 * @param bytes the body as it is sent
	 * @param compressed whether the body is compressed with gzip
	 * @param points how many data points it has
	 * @param acceptedAt when it was accepted, in milliseconds of the epoch
	 */
	Payload(byte[] bytes, boolean compressed, int points, long acceptedAt) {
		this.bytes = bytes;
		this.compressed = compressed;
		this.points = points;
		this.acceptedAt = acceptedAt;
	}

	/**
	 * Make a payload of a message.
	 * @param message the message
	 * @param compressed whether to compress it
	 * @param acceptedAt when it was accepted
	 * @return the payload
	 */
	static Payload of(byte[] message, boolean compressed, long acceptedAt) {
		return new Payload(compressed ? Gzip.compress(message) : message, compressed, OtlpMessage.points(message),
				acceptedAt);
	}

	byte[] bytes() {
		return this.bytes;
	}

	boolean compressed() {
		return this.compressed;
	}

	int points() {
		return this.points;
	}

	long acceptedAt() {
		return this.acceptedAt;
	}

	/**
	 * The message itself.
	 * @return the message, not compressed
	 */
	byte[] message() {
		return this.compressed ? Gzip.expand(this.bytes) : this.bytes;
	}

	/**
	 * Two payloads that are this one together, split between metrics, or between the
	 * points of a single one.
	 * @return the halves, fewer than two where it has a single point
	 */
	List<Payload> split() {
		byte[] message = message();
		List<byte[]> halves = OtlpMessage.split(message);
		if (halves.size() < 2) {
			halves = OtlpMessage.splitPoints(message);
		}
		return halves.stream().map((half) -> of(half, this.compressed, this.acceptedAt)).toList();
	}

	@Override
	public String toString() {
		return "Payload[%s bytes, %s points]".formatted(this.bytes.length, this.points);
	}

}
