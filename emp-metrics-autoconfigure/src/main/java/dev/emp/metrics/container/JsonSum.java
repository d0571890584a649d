package dev.emp.metrics.container;

import dev.emp.metrics.support.KernelText;

/**
 * Adds up the numbers that it takes. Not safe for use by several threads.
 */
final class JsonSum implements JsonValue {

	private long value = -1;

	@Override
	public void take(JsonCursor json) throws MalformedAnswerException {
		add(json.number());
	}

	/**
	 * Add a number.
	 * @param number the number; nothing is added if it is negative or too large
	 */
	void add(long number) {
		long sum = Math.max(this.value, 0);
		if (number >= 0 && number <= Long.MAX_VALUE - sum) {
			this.value = sum + number;
		}
	}

	void reset() {
		this.value = -1;
	}

	boolean isKnown() {
		return this.value >= 0;
	}

	/**
	 * The sum.
	 * @return the sum, or -1 if there was no number
	 */
	long value() {
		return this.value;
	}

	double orUnknown() {
		return KernelText.orUnknown(this.value);
	}

}
