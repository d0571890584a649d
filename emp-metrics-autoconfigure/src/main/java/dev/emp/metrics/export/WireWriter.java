package dev.emp.metrics.export;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/**
 * Writes the fields of a protobuf message.
 */
final class WireWriter {

	private static final int FIXED_64 = 1;

	private static final int LENGTH_DELIMITED = 2;

	private WireWriter() {
	}

	static void message(ByteArrayOutputStream out, int field, byte[] value) {
		varint(out, (field << 3) | LENGTH_DELIMITED);
		varint(out, value.length);
		out.write(value, 0, value.length);
	}

	/**
	 * How long a message is as a field.
	 * @param field the number of the field
	 * @param length the length of the message itself
	 * @return the length with tag and length
	 */
	static int messageLength(int field, int length) {
		return varintLength(field << 3) + varintLength(length) + length;
	}

	/**
	 * Write what stands before a message.
	 * @param out where to
	 * @param field the number of the field
	 * @param length the length of the message itself
	 */
	static void messageHead(ByteBuffer out, int field, int length) {
		varint((next) -> out.put((byte) next), (field << 3) | LENGTH_DELIMITED);
		varint((next) -> out.put((byte) next), length);
	}

	static void text(ByteArrayOutputStream out, int field, String value) {
		message(out, field, value.getBytes(StandardCharsets.UTF_8));
	}

	static void fixed64(ByteArrayOutputStream out, int field, long value) {
		varint(out, (field << 3) | FIXED_64);
		for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
			out.write((int) (value >>> shift));
		}
	}

	private static void varint(ByteArrayOutputStream out, int value) {
		varint(out::write, value);
	}

	private static void varint(IntConsumer out, int value) {
		int rest = value;
		while (rest >>> 7 != 0) {
			out.accept((rest & 0x7f) | 0x80);
			rest >>>= 7;
		}
		out.accept(rest);
	}

	private static int varintLength(int value) {
		return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 6) / 7);
	}

}
