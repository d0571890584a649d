package dev.emp.metrics.export;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The name of a batch's file, which tells its place in the order and its size in points
 * without opening it.
 *
 * @param sequence its place among the batches of its directory; clocks jump, this does
 * not
 * @param acceptedAt when it was accepted, in milliseconds of the epoch
 * @param points how many data points it has
 */
record BatchName(long sequence, long acceptedAt, int points) {

	/** Of any script: earlier versions wrote the digits of the locale. */
	private static final String DIGIT = "[\\p{Nd}&&[\\x{0}-\\x{FFFF}]]";

	private static final Pattern PATTERN = Pattern.compile("(#{16})-(#{1,18})-(#{1,10})\\.batch".replace("#", DIGIT));

	private static final Pattern TEMPORARY = Pattern.compile("#{16}\\.tmp".replace("#", DIGIT));

	BatchName {
		acceptedAt = Math.max(0, acceptedAt);
	}

	static @Nullable BatchName parse(String name) {
		Matcher matcher = PATTERN.matcher(name);
		if (!matcher.matches()) {
			return null;
		}
		long points = Long.parseLong(matcher.group(3));
		return (points > Integer.MAX_VALUE) ? null
				: new BatchName(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), (int) points);
	}

	static boolean isTemporary(String name) {
		return TEMPORARY.matcher(name).matches();
	}

	String temporary() {
		return String.format(Locale.ROOT, "%016d.tmp", this.sequence);
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%016d-%d-%d.batch", this.sequence, this.acceptedAt, this.points);
	}

}
