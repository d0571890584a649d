package dev.emp.metrics.container;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line of the head of an answer, or between two chunks. Not safe for use by several
 * threads.
 */
final class HttpLine {

	private final int limit;

	private byte[] bytes = new byte[256];

	private int length;

	private int total;

	/**
	 * Create an empty line.
	 * @param limit how many bytes the lines of one answer may have together
	 */
	HttpLine(int limit) {
		this.limit = limit;
	}

	void reset() {
		clear();
		this.total = 0;
	}

	void clear() {
		this.length = 0;
	}

	/**
	 * Take bytes up to the end of the line.
	 * @param input the bytes
	 * @return whether the line has ended
	 * @throws MalformedAnswerException if there are too many
	 */
	boolean feed(ByteBuffer input) throws MalformedAnswerException {
		while (input.hasRemaining()) {
			byte character = input.get();
			if (character == '\n') {
				return true;
			}
			if (++this.total > this.limit) {
				throw new MalformedAnswerException("no HTTP: the head is longer than " + this.limit + " bytes");
			}
			if (character != '\r') {
				append(character);
			}
		}
		return false;
	}

	private void append(byte character) {
		if (this.length == this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, 2 * this.length);
		}
		this.bytes[this.length++] = character;
	}

	boolean isEmpty() {
		return this.length == 0;
	}

	boolean startsWith(String prefix) {
		if (this.length < prefix.length()) {
			return false;
		}
		for (int i = 0; i < prefix.length(); i++) {
			if (Character.toLowerCase((char) this.bytes[i]) != prefix.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * A number in the line.
	 * @param from where it, or blanks before it, begins
	 * @param radix 10 or 16
	 * @return the number, or -1 if there is none, or one of more than 31 bits
	 */
	long number(int from, int radix) {
		int at = from;
		while (at < this.length && this.bytes[at] == ' ') {
			at++;
		}
		long number = -1;
		while (at < this.length) {
			int digit = Character.digit((char) this.bytes[at++], radix);
			if (digit < 0) {
				return number;
			}
			number = Math.max(number, 0) * radix + digit;
			if (number > Integer.MAX_VALUE) {
				return -1;
			}
		}
		return number;
	}

	@Override
	public String toString() {
		return new String(this.bytes, 0, this.length, StandardCharsets.ISO_8859_1);
	}

}
