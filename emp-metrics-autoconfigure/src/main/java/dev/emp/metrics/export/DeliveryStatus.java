package dev.emp.metrics.export;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How the delivery goes, for the health.
 */
interface DeliveryStatus {

	/**
	 * How it goes now, as one picture.
	 * @return the picture
	 */
	Picture picture();

	/**
	 * What is held.
	 * @return the numbers, read at each call
	 */
	Held held();

	/**
	 * One moment of the delivery.
	 *
	 * @param state what the delivery does
	 * @param since when it began to
	 * @param failingFor how long no attempt has succeeded, zero where the last one did
	 * @param reason why the last attempt that failed did so, as in the meters, or null
	 * where none has
	 * @param lastDelivery when a batch was delivered last, or null where none was
	 * @param address where the last attempt went, or null where there was none; may have
	 * secrets in it
	 * @param failures how many attempts have failed since the last success
	 * @param lostPoints how many data points were lost since then
	 */
	record Picture(State state, Instant since, Duration failingFor, @Nullable String reason,
			@Nullable Instant lastDelivery, @Nullable String address, long failures, long lostPoints) {

		@Override
		public String toString() {
			return "Picture[state=" + this.state + ", since=" + this.since + ", reason=" + this.reason + "]";
		}

	}

	/**
	 * What the delivery does.
	 */
	enum State {

		/** Nothing was sent yet. */
		IDLE,

		/** The last attempt succeeded. */
		DELIVERING,

		/** The last attempt failed, and what is held is sent again. */
		RETRYING,

		/** The receiver asks for another token, and what is held waits for it. */
		HELD_UNAUTHORIZED,

		/** The receiver asks for another token, and what it does not take is lost. */
		UNAUTHORIZED,

		/** The receiver will never take what it was sent, which is lost. */
		REFUSED,

		/** The answer is a success, though not one of a receiver of OTLP. */
		UNCONFIRMED,

		/** What should be held is lost, since there is no room for it or no way to it. */
		DROPPING;

		/**
		 * Whether it is other than it should be, which ages until the next success.
		 * @return whether nothing is known to be delivered
		 */
		boolean isFailing() {
			return this != IDLE && this != DELIVERING;
		}

		boolean isHolding() {
			return this == RETRYING || this == HELD_UNAUTHORIZED;
		}

		String text() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
