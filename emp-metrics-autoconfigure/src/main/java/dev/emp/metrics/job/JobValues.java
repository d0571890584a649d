package dev.emp.metrics.job;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Date;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Turns what expressions give into numbers and times. What cannot be turned is an
 * {@link IllegalArgumentException} that says why.
 */
final class JobValues {

	/** Stands for no time. */
	static final long NO_TIME = Long.MIN_VALUE;

	private JobValues() {
	}

	/**
	 * A tag. What is not of a type that has few values per text becomes a text here,
	 * under the guard of the attribute, and not where series are looked up.
	 * @param value any value, or null
	 * @return a string, an enum constant, a boxed number or boolean, or null
	 */
	static @Nullable Object tag(@Nullable Object value) {
		return (value == null || value instanceof String || isFew(value)) ? value : value.toString();
	}

	/**
	 * Whether few values of the type share a text, so that they can be keys of their own.
	 * @param value any value
	 * @return whether it is an enum constant, a boxed whole number or a boolean
	 */
	static boolean isFew(Object value) {
		return value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte
				|| value instanceof Boolean || value instanceof Character || value instanceof Enum<?>;
	}

	/**
	 * A count or a size.
	 * @param value a number, a text of digits, or null
	 * @param fallback what null means
	 * @return zero or more, or the fallback
	 */
	static long number(@Nullable Object value, long fallback) {
		if (value == null) {
			return fallback;
		}
		Number number = (value instanceof Number given) ? given : parse(value);
		if (!(number.doubleValue() >= 0 && number.doubleValue() < Long.MAX_VALUE)) {
			throw new IllegalArgumentException("it gave " + value + ", which is negative or too large");
		}
		return number.longValue();
	}

	/**
	 * A time.
	 * @param value a time, milliseconds since the epoch, ISO-8601 text with an offset, or
	 * null
	 * @return milliseconds since the epoch, or {@link #NO_TIME} for null and for 0 or
	 * less, which a field that was never set has
	 */
	static long epochMillis(@Nullable Object value) {
		long millis = (value != null) ? millis(value) : 0;
		return (millis > 0) ? millis : NO_TIME;
	}

	/**
	 * Whether a call that returned did its job.
	 * @param value a boolean, the text true or false, or null
	 * @return false only for false
	 */
	static boolean success(@Nullable Object value) {
		if (value == null || value instanceof Boolean) {
			return !Boolean.FALSE.equals(value);
		}
		return switch (value.toString().toLowerCase(Locale.ROOT)) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new IllegalArgumentException("it gave " + describe(value) + ", not a boolean");
		};
	}

	@SuppressWarnings("JavaUtilDate")
	private static long millis(Object value) {
		if (value instanceof Instant instant) {
			return instant.toEpochMilli();
		}
		if (value instanceof OffsetDateTime time) {
			return time.toInstant().toEpochMilli();
		}
		if (value instanceof ZonedDateTime time) {
			return time.toInstant().toEpochMilli();
		}
		if (value instanceof Date date) {
			return date.getTime();
		}
		if (value instanceof Number number) {
			return number.longValue();
		}
		if (value instanceof CharSequence text) {
			return text.toString().isBlank() ? 0 : millis(text.toString().trim());
		}
		throw new IllegalArgumentException("it gave " + describe(value) + ", not an Instant, OffsetDateTime, "
				+ "ZonedDateTime, Date, epoch milliseconds or ISO-8601 text");
	}

	private static long millis(String text) {
		if (text.chars().allMatch(Character::isDigit)) {
			return parse(text);
		}
		try {
			return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from).toEpochMilli();
		}
		catch (DateTimeParseException ex) {
			throw new IllegalArgumentException(
					"it gave " + describe(text) + ", not ISO-8601 text with an offset such as 2026-01-31T12:00:00Z",
					ex);
		}
	}

	private static long parse(Object value) {
		try {
			return Long.parseLong(value.toString().trim());
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("it gave " + describe(value) + ", not a number", ex);
		}
	}

	private static String describe(Object value) {
		String text = value.toString();
		return "'" + text.substring(0, Math.min(text.length(), 50)) + "' of type " + value.getClass().getName();
	}

}
