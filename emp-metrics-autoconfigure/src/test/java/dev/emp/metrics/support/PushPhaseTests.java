package dev.emp.metrics.support;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PushPhase}.
 */
class PushPhaseTests {

	private static final long SECOND = 1_000_000_000L;

	private final PushPhase phase = new PushPhase();

	@Test
	void movesNothingBeforeTheFirstPush() {
		assertThat(align(17, 30, 30, 0)).isEqualTo(17);
	}

	@ParameterizedTest
	@CsvSource({ "100, 99", "101, 99", "113, 99", "114, 129", "129, 129", "130, 129", "60, 69" })
	void movesToASecondBeforeTheNearestPush(long time, long expected) {
		this.phase.pushed(100 * SECOND);
		assertThat(align(time, 30, 30, 0)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "10, 30, 108, 109", "60, 30, 155, 159", "45, 30, 155, 155", "1, 30, 155, 155" })
	void keepsIntervalsThatFitTogetherTogether(long interval, long step, long time, long expected) {
		this.phase.pushed(100 * SECOND);
		assertThat(align(time, interval, step, 0)).isEqualTo(expected);
	}

	@Test
	void leavesTimeForTheReadingItself() {
		this.phase.pushed(100 * SECOND);
		assertThat(align(130, 30, 30, 2)).isEqualTo(127);
		assertThat(align(104, 10, 30, 60)).as("half of what is left, of 10 s").isEqualTo(105);
	}

	private long align(long time, long interval, long step, long duration) {
		long aligned = this.phase.align(time * SECOND, interval * SECOND, step * SECOND, duration * SECOND);
		return Math.round(aligned / (double) SECOND);
	}

}
