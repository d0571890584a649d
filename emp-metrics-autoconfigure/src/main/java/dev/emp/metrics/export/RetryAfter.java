package dev.emp.metrics.export;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads how long a receiver asks to wait (RFC 9110, section 10.2.3).
 */
final class RetryAfter {

	/** Stands for all that is longer, which nobody waits for. */
	static final Duration LONGEST = Duration.ofDays(365);

	private static final Pattern SECONDS = Pattern.compile("\\d+");

	/** With fewer digits a number of seconds fits into a long. */
	private static final int MOST_DIGITS = 18;

	private RetryAfter() {
	}

	/**
	 * Read the header.
	 * @param value its value, which may be anything
	 * @param clock tells how far away a date is
	 * @return how long to wait, zero for a date in the past, or null where the value says
	 * nothing
	 */
	static @Nullable Duration parse(String value, Clock clock) {
		String text = value.trim();
		if (SECONDS.matcher(text).matches()) {
			return bounded((text.length() > MOST_DIGITS) ? LONGEST : Duration.ofSeconds(Long.parseLong(text)));
		}
		for (DateTimeFormatter format : formats(clock)) {
			try {
				LocalDateTime date = LocalDateTime.parse(text, format);
				return bounded(Duration.between(clock.instant(), date.toInstant(ZoneOffset.UTC)));
			}
			catch (DateTimeException ex) {
				// one of the others, or none
			}
		}
		return null;
	}

	private static Duration bounded(Duration duration) {
		if (duration.isNegative()) {
			return Duration.ZERO;
		}
		return (duration.compareTo(LONGEST) < 0) ? duration : LONGEST;
	}

	/**
	 * The three formats of RFC 9110, section 5.6.7.
	 * @param clock tells which century a year of two digits belongs to
	 * @return the formats
	 */
	private static List<DateTimeFormatter> formats(Clock clock) {
		LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
		return List.of(formatter("EEE, dd MMM yyyy HH:mm:ss 'GMT'"),
				new DateTimeFormatterBuilder().parseCaseInsensitive()
					.appendPattern("EEEE, dd-MMM-")
					// further ahead than 50 years is the past
					.appendValueReduced(ChronoField.YEAR, 2, 2, now.toLocalDate().minusYears(49))
					.appendPattern(" HH:mm:ss 'GMT'")
					.toFormatter(Locale.ENGLISH),
				formatter("EEE MMM ppd HH:mm:ss yyyy"));
	}

	private static DateTimeFormatter formatter(String pattern) {
		return new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern).toFormatter(Locale.ENGLISH);
	}

}
