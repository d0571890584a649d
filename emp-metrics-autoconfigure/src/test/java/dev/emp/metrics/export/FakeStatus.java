package dev.emp.metrics.export;

import java.time.Duration;
import java.time.Instant;

/**
 * A status of a test.
 *
 * @param picture how the delivery goes
 * @param held what is held
 */
record FakeStatus(Picture picture, Held held) implements DeliveryStatus {

	static final Instant SINCE = Instant.parse("2026-02-03T04:05:06Z");

	static FakeStatus idle() {
		return new FakeStatus(new Picture(State.IDLE, SINCE, Duration.ZERO, null, null, null, 0, 0), HeldNumbers.NONE);
	}

	static FakeStatus failing(State state, Duration duration) {
		return new FakeStatus(new Picture(state, SINCE, duration, "http_503", SINCE.minusSeconds(9),
				"https://user:hunter22@collector:4318/v1/metrics?key=hunter22", 3, 4), HeldNumbers.SOME);
	}

}
