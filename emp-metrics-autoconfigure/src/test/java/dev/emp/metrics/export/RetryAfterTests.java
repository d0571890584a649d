package dev.emp.metrics.export;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryAfter}.
 */
class RetryAfterTests {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-05T12:00:00Z"), ZoneOffset.UTC);

	@ParameterizedTest
	@CsvSource({ "0, PT0S", "2, PT2S", "' 120 ', PT2M", "86400, PT24H" })
	void readsSeconds(String value, Duration expected) {
		assertThat(RetryAfter.parse(value, CLOCK)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Thu, 05 Mar 2026 12:00:30 GMT", "Thursday, 05-Mar-26 12:00:30 GMT",
			"Thu Mar  5 12:00:30 2026", "thu, 05 mar 2026 12:00:30 gmt" })
	void readsTheThreeFormatsOfDates(String value) {
		assertThat(RetryAfter.parse(value, CLOCK)).hasSeconds(30);
	}

	@Test
	void readsADayOfTwoDigitsOfTheOldestFormat() {
		assertThat(RetryAfter.parse("Sun Mar 15 12:00:00 2026", CLOCK)).isEqualTo(Duration.ofDays(10));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Thu, 05 Mar 2026 11:59:59 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994" })
	void takesADateInThePastAsNow(String value) {
		assertThat(RetryAfter.parse(value, CLOCK)).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "999999999999", "99999999999999999999999999999", "9223372036854775807",
			"Fri, 31 Dec 9999 23:59:59 GMT" })
	void boundsWhatNobodyWaitsFor(String value) {
		assertThat(RetryAfter.parse(value, CLOCK)).isEqualTo(RetryAfter.LONGEST);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-5", "+5", "1.5", "soon", "5 s", "0x10", "Mon, 05 Mar 2026 12:00:30 GMT",
			"Thu, 32 Mar 2026 12:00:30 GMT", "2026-03-05T12:00:30Z", "Thu, 05 Mar 2026 12:00:30 CET" })
	void takesNothingFromJunk(String value) {
		assertThat(RetryAfter.parse(value, CLOCK)).isNull();
	}

	@Test
	void takesAnyText() {
		long seed = new Random().nextLong();
		System.out.println("RetryAfterTests: seed " + seed);
		Random random = new Random(seed);
		int read = 0;
		for (int round = 0; round < 20_000; round++) {
			StringBuilder text = new StringBuilder("Thu, 05 Mar 2026 12:00:30 GMT");
			text.setCharAt(random.nextInt(text.length()), (char) (32 + random.nextInt(95)));
			Duration parsed = RetryAfter.parse(text.toString(), CLOCK);
			if (parsed != null) {
				read++;
				assertThat(parsed).as("seed %d, %s", seed, text).isBetween(Duration.ZERO, RetryAfter.LONGEST);
			}
		}
		assertThat(read).isBetween(1, 19_999);
	}

}
