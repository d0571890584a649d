package dev.emp.metrics.container;

import java.time.DateTimeException;
import java.time.OffsetDateTime;

import org.jspecify.annotations.Nullable;

/**
 * The moments of the Docker Engine: RFC 3339 with nanoseconds, and the year 1 for never.
 */
final class DockerTime {

	/** There was no Docker before. */
	private static final int FIRST_YEAR = 2013;

	private static final int LAST_YEAR = 2200;

	private static final String NEVER = "0001-01-01T00:00:00";

	private DockerTime() {
	}

	/**
	 * Whether it is how the engine says that something has not happened.
	 * @param text the text, or null, which says nothing
	 * @return whether it is
	 */
	static boolean isNever(@Nullable String text) {
		return text != null && text.startsWith(NEVER);
	}

	/**
	 * Parse a moment.
	 * @param text the text, or null
	 * @return seconds since 1970, or NaN for never and for what is no moment
	 */
	static double seconds(@Nullable String text) {
		if (text == null || text.length() < "2026-01-01T00:00:00Z".length()) {
			return Double.NaN;
		}
		try {
			OffsetDateTime time = OffsetDateTime.parse(text);
			boolean sensible = time.getYear() >= FIRST_YEAR && time.getYear() <= LAST_YEAR;
			return sensible ? time.toEpochSecond() + time.getNano() / 1e9 : Double.NaN;
		}
		catch (DateTimeException ex) {
			return Double.NaN;
		}
	}

}
