package dev.emp.metrics.export;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import dev.emp.metrics.export.CorruptBatchException.Reason;

/**
 * How a batch lies in a file: a header of fixed length, then the body. Neither an address
 * nor a header of the request is in it.
 */
final class SpoolFile {

	/** Magic, version, flags, points, time, length of the body, checksum. */
	static final int HEADER_LENGTH = 4 + 2 + 2 + 4 + 8 + 4 + 4;

	private static final int CHECKED_LENGTH = HEADER_LENGTH - 4;

	private static final int MAGIC = 0x454d5053;

	private static final short VERSION = 1;

	private static final short COMPRESSED = 1;

	private SpoolFile() {
	}

	/**
	 * How long the file of a batch is.
	 * @param payload the batch
	 * @return the length in bytes
	 */
	static long length(Payload payload) {
		return (long) HEADER_LENGTH + payload.bytes().length;
	}

	static byte[] header(Payload payload) {
		ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH);
		header.putInt(MAGIC).putShort(VERSION).putShort(payload.compressed() ? COMPRESSED : 0);
		header.putInt(payload.points()).putLong(payload.acceptedAt()).putInt(payload.bytes().length);
		return header.putInt(checksum(header.array(), payload.bytes())).array();
	}

	/**
	 * The length of the body, believed only where it fits the file.
	 * @param bytes the header
	 * @param size the size of the whole file
	 * @return the length in bytes
	 * @throws CorruptBatchException if the file is none of ours or has another length
	 */
	static int bodyLength(byte[] bytes, long size) throws CorruptBatchException {
		if (bytes.length < HEADER_LENGTH) {
			throw new CorruptBatchException(Reason.LENGTH);
		}
		ByteBuffer header = ByteBuffer.wrap(bytes);
		if (header.getInt() != MAGIC) {
			throw new CorruptBatchException(Reason.MAGIC);
		}
		if (header.getShort() != VERSION) {
			throw new CorruptBatchException(Reason.VERSION);
		}
		int length = header.getInt(CHECKED_LENGTH - 4);
		if (length < 0 || length != size - HEADER_LENGTH) {
			throw new CorruptBatchException(Reason.LENGTH);
		}
		return length;
	}

	/**
	 * The batch, once its checksum holds.
	 * @param bytes the header
	 * @param body the body, whole
	 * @return the batch
	 * @throws CorruptBatchException if a bit changed
	 */
	static Payload payload(byte[] bytes, byte[] body) throws CorruptBatchException {
		ByteBuffer header = ByteBuffer.wrap(bytes);
		if (header.getInt(CHECKED_LENGTH) != checksum(bytes, body)) {
			throw new CorruptBatchException(Reason.CHECKSUM);
		}
		header.position(4 + 2);
		boolean compressed = header.getShort() == COMPRESSED;
		return new Payload(body, compressed, header.getInt(), header.getLong());
	}

	private static int checksum(byte[] header, byte[] body) {
		CRC32C checksum = new CRC32C();
		checksum.update(header, 0, CHECKED_LENGTH);
		checksum.update(body);
		return (int) checksum.getValue();
	}

}
