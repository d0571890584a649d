package dev.emp.metrics.export;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What came of sending a batch.
 *
 * @param kind what it means for the batch
 * @param reason a short word for meters, such as {@code http_503} or {@code io}
 * @param retryAfter how long the receiver asks to wait at least, uncapped, or null
 * @param rejected how many data points of a delivered batch the receiver rejected
 * @param message a sentence for the log, with the remedy, without secrets
 */
record Answer(Kind kind, String reason, @Nullable Duration retryAfter, long rejected, String message) {

	static Answer of(Kind kind, String reason, String message) {
		return new Answer(kind, reason, null, 0, message);
	}

	Answer retryAfter(@Nullable Duration duration) {
		return new Answer(this.kind, this.reason, duration, this.rejected, this.message);
	}

	Answer rejected(long points) {
		return new Answer(this.kind, this.reason, this.retryAfter, points, this.message);
	}

	/**
	 * What an answer means for the batch.
	 */
	enum Kind {

		/** The receiver has it. */
		DELIVERED,

		/** The same batch may be taken later. */
		RETRY,

		/** The receiver does not know us, which a new token may change. */
		UNAUTHORIZED,

		/** A smaller batch may be taken. */
		TOO_LARGE,

		/** The same batch will never be taken. */
		REFUSED

	}

}
