package dev.emp.metrics.export;

import java.time.Duration;
import java.time.Instant;

import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.export.DeliveryStatus.Picture;
import dev.emp.metrics.export.DeliveryStatus.State;

/**
 * Follows what the delivery does: one state, since when, why, and what was lost since the
 * last success. Guarded by whoever has it.
 */
final class DeliveryCourse {

	private final Clock clock;

	private State state = State.IDLE;

	private Instant since;

	private long failingSince;

	private long failures;

	private long lost;

	private @Nullable String reason;

	private @Nullable Instant lastDelivery;

	DeliveryCourse(Clock clock) {
		this.clock = clock;
		this.since = now();
	}

	/**
	 * The receiver took points. One success ends whatever failed.
	 */
	void succeeded() {
		enter(State.DELIVERING);
		this.lastDelivery = now();
		this.failures = 0;
		this.lost = 0;
	}

	/**
	 * An attempt failed.
	 * @param next what the delivery does about it
	 * @param why the reason as in the meters
	 * @param points how many points are lost by it, none where they stay held
	 */
	void failed(State next, String why, long points) {
		begin();
		this.failures++;
		this.lost += points;
		this.reason = why;
		// between two points that are dropped there are attempts, which fail as before
		enter((this.state == State.DROPPING && next.isHolding()) ? State.DROPPING : next);
	}

	/**
	 * Points were given up without an attempt.
	 * @param why the reason as in the meters
	 * @param points how many
	 */
	void dropped(String why, long points) {
		if (begin()) {
			// otherwise the reason of the attempts says more
			this.reason = why;
		}
		this.lost += points;
		enter(State.DROPPING);
	}

	private boolean begin() {
		boolean begins = !isFailing();
		if (begins) {
			this.failingSince = this.clock.monotonicTime();
			this.failures = 0;
			this.lost = 0;
		}
		return begins;
	}

	private void enter(State next) {
		if (this.state != next) {
			this.state = next;
			this.since = now();
		}
	}

	boolean isFailing() {
		return this.state.isFailing();
	}

	Duration failingFor() {
		return isFailing() ? Duration.ofNanos(this.clock.monotonicTime() - this.failingSince) : Duration.ZERO;
	}

	/**
	 * Points that were lost since the last success.
	 * @return how many
	 */
	long lost() {
		return this.lost;
	}

	Picture picture(@Nullable String address) {
		return new Picture(this.state, this.since, failingFor(), this.reason, this.lastDelivery, address, this.failures,
				this.lost);
	}

	private Instant now() {
		return Instant.ofEpochMilli(this.clock.wallTime());
	}

}
