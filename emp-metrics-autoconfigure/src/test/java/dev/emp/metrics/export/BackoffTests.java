package dev.emp.metrics.export;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Backoff}.
 */
class BackoffTests {

	@Test
	void waitsTwiceAsLongWithEachFailureUpToTheLongest() {
		Backoff backoff = backoff(1.0);
		assertThat(new long[] { next(backoff), next(backoff), next(backoff), next(backoff), next(backoff) })
			.containsExactly(1000, 2000, 4000, 5000, 5000);
	}

	@Test
	void halfOfTheWaitIsLeftToChance() {
		Backoff backoff = backoff(0.0);
		assertThat(new long[] { next(backoff), next(backoff), next(backoff), next(backoff), next(backoff) })
			.containsExactly(500, 1000, 2000, 2500, 2500);
	}

	@Test
	void beginsAnewAfterASuccess() {
		Backoff backoff = backoff(1.0);
		next(backoff);
		next(backoff);
		assertThat(backoff.recovered()).isEqualTo(Duration.ofSeconds(2).toNanos() / 3);
		assertThat(next(backoff)).isEqualTo(1000);
	}

	@Test
	void doesNotWaitAfterASuccessThatFollowsNoFailure() {
		assertThat(backoff(1.0).recovered()).isZero();
	}

	@Test
	void doesNotWaitForLongAtTheStart() {
		assertThat(millis(backoff(1.0).start())).isEqualTo(1000);
		assertThat(backoff(0.0).start()).isZero();
		Duration minute = Duration.ofMinutes(1);
		assertThat(millis(new Backoff(minute, minute, minute, () -> 1.0).start())).isEqualTo(2000);
	}

	@Test
	void neverWaitsLessThanTheReceiverAsksFor() {
		assertThat(millis(backoff(0.0).next(Duration.ofSeconds(7)))).isEqualTo(7000);
		assertThat(millis(backoff(1.0).next(Duration.ofSeconds(7)))).isEqualTo(7500);
	}

	@Test
	void waitsNoLongerThanTheReceiverMayAskFor() {
		assertThat(millis(backoff(0.0).next(Duration.ofSeconds(Long.MAX_VALUE)))).isEqualTo(60_000);
	}

	@Test
	void aReceiverThatAsksForNoWaitGetsTheUsualOne() {
		assertThat(millis(backoff(1.0).next(Duration.ZERO))).isEqualTo(1000);
		assertThat(millis(backoff(1.0).next(Duration.ofSeconds(-5)))).isEqualTo(1000);
	}

	@Test
	void boundsWithoutEndAreCounted() {
		Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
		assertThat(new Backoff(endless, endless, endless, () -> 1.0).next(endless)).isPositive();
	}

	private static long next(Backoff backoff) {
		return millis(backoff.next(null));
	}

	private static long millis(long nanos) {
		return Duration.ofNanos(nanos).toMillis();
	}

	private static Backoff backoff(double random) {
		return new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMinutes(1), () -> random);
	}

}
