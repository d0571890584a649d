package dev.emp.metrics.export;

import org.jspecify.annotations.Nullable;

/**
 * What came of a test point.
 *
 * @param delivered whether the receiver has it
 * @param address where it went, without secrets, or null where it went nowhere
 * @param answer what the receiver answered and what to do, in words
 * @param milliseconds how long that took
 */
record ExportReply(boolean delivered, @Nullable String address, String answer, long milliseconds) {

	/**
	 * Join what came of test points to several addresses.
	 * @param other what came of another one
	 * @return what came of both
	 */
	ExportReply and(ExportReply other) {
		return new ExportReply(this.delivered && other.delivered, this.address + " and " + other.address,
				this.answer + " " + other.answer, this.milliseconds + other.milliseconds);
	}

	static ExportReply unsent(String reason) {
		return new ExportReply(false, null, reason, 0);
	}

}
