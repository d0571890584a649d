package dev.emp.metrics.export;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

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
		int rest = value;
		while (rest >>> 7 != 0) {
			out.write((rest & 0x7f) | 0x80);
			rest >>>= 7;
		}
		out.write(rest);
	}

}
