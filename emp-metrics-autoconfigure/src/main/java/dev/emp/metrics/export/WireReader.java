package dev.emp.metrics.export;

/**
 * Reads the fields of a protobuf message one by one, and stops at what is none.
 */
final class WireReader {

	private static final int VARINT = 0;

	private static final int FIXED_64 = 1;

	private static final int LENGTH_DELIMITED = 2;

	private static final int FIXED_32 = 5;

	private final byte[] message;

	private final int to;

	private int start;

	private int position;

	private int valueStart;

	private int field;

	private int type;

	private long number;

	private boolean broken;

	WireReader(byte[] message, int from, int to) {
		this.message = message;
		this.position = from;
		this.to = to;
	}

	/**
	 * Go to the next field.
	 * @return whether there is one
	 */
	boolean next() {
		if (this.broken || this.position == this.to) {
			return false;
		}
		this.start = this.position;
		long tag = varint();
		this.field = (int) (tag >>> 3);
		this.type = (int) (tag & 7);
		// the largest number of a field has 29 bits
		this.broken |= this.field == 0 || tag >>> 32 != 0;
		return !this.broken && skipValue();
	}

	private boolean skipValue() {
		this.valueStart = this.position;
		switch (this.type) {
			case VARINT -> {
				this.number = varint();
			}
			case FIXED_64 -> move(Long.BYTES);
			case LENGTH_DELIMITED -> {
				long length = varint();
				this.valueStart = this.position;
				move(length);
			}
			case FIXED_32 -> move(Integer.BYTES);
			// a group, which OTLP has nowhere, or no type at all
			default -> {
				this.broken = true;
			}
		}
		return !this.broken;
	}

	private void move(long length) {
		if (length < 0 || length > this.to - this.position) {
			this.broken = true;
		}
		else {
			this.position += (int) length;
		}
	}

	private long varint() {
		long value = 0;
		for (int shift = 0; shift < Long.SIZE && this.position < this.to; shift += 7) {
			byte next = this.message[this.position++];
			value |= (next & 0x7fL) << shift;
			if (next >= 0) {
				return value;
			}
		}
		this.broken = true;
		return 0;
	}

	boolean isMessage(int expected) {
		return this.type == LENGTH_DELIMITED && this.field == expected;
	}

	boolean isNumber(int expected) {
		return this.type == VARINT && this.field == expected;
	}

	boolean isFixed64(int expected) {
		return this.type == FIXED_64 && this.field == expected;
	}

	/**
	 * The number of the field that was read last.
	 * @return the number
	 */
	int field() {
		return this.field;
	}

	long number() {
		return this.number;
	}

	/**
	 * Where the field with its tag begins.
	 * @return the index
	 */
	int start() {
		return this.start;
	}

	int valueStart() {
		return this.valueStart;
	}

	int end() {
		return this.position;
	}

	boolean isBroken() {
		return this.broken;
	}

}
