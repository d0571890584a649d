package dev.emp.metrics.export;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Says that a stored batch cannot be read back.
 */
final class CorruptBatchException extends Exception {

	private final Reason reason;

	CorruptBatchException(Reason reason) {
		this(reason, null);
	}

	CorruptBatchException(Reason reason, @Nullable Throwable cause) {
		super("A stored batch cannot be read back: " + reason.text, cause);
		this.reason = reason;
	}

	/**
	 * What is wrong, as a short word for meters.
	 * @return one of a fixed set
	 */
	String reason() {
		return this.reason.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Whether it may go by, as a lack of file descriptors does.
	 * @return false where the file itself is broken
	 */
	boolean mayPass() {
		return this.reason == Reason.UNREADABLE;
	}

	/**
	 * What is wrong with a file.
	 */
	enum Reason {

		/** It starts with something else. */
		MAGIC("the file is none of ours"),

		/** Another release wrote it. */
		VERSION("its format is of another release"),

		/** It was cut, or grew. */
		LENGTH("its length is not what it says"),

		/** Bits changed. */
		CHECKSUM("its checksum is another"),

		/** Somebody took it away. */
		MISSING("the file is gone"),

		/** The file system refused, which may pass. */
		UNREADABLE("the file cannot be read");

		private final String text;

		Reason(String text) {
			this.text = text;
		}

	}

}
