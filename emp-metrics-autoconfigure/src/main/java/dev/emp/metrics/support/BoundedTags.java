package dev.emp.metrics.support;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the values of one tag within a limit. The first values up to the limit stand for
 * themselves; each later one becomes {@link #OTHER}, so that totals stay exact and at
 * most limit + 1 series arise. A value beyond the limit costs one failed look-up, as a
 * known one costs one that succeeds.
 */
public final class BoundedTags {

	/** Stands for every value beyond the limit. */
	public static final String OTHER = "_other";

	/** Stands for a value that is absent, null or blank. */
	public static final String UNKNOWN = "unknown";

	/** The longest value in characters; a longer one is cut. */
	static final int MAX_LENGTH = 200;

	private final Map<String, String> known = new ConcurrentHashMap<>();

	private final int limit;

	private final Runnable onOverflow;

	private volatile boolean full;

	/**
	 * Create a guard for one tag.
	 * @param limit how many values are kept, at least 1
	 * @param onOverflow run each time a value becomes {@link #OTHER}
	 */
	public BoundedTags(int limit, Runnable onOverflow) {
		this.limit = limit;
		this.onOverflow = onOverflow;
	}

	/**
	 * The tag value for a value from data.
	 * @param value any text, or null
	 * @return the value itself, cut to 200 characters and with a replacement character
	 * for what no exporter can carry; {@link #UNKNOWN} if it is null or blank;
	 * {@link #OTHER} past the limit
	 */
	public String bound(@Nullable String value) {
		if (value == null) {
			return UNKNOWN;
		}
		String key = cut(value);
		String bounded = this.known.get(key);
		if (bounded != null) {
			return bounded;
		}
		if (key.isBlank() || key.equals(UNKNOWN)) {
			return UNKNOWN;
		}
		return key.equals(OTHER) ? OTHER : admit(key);
	}

	private String admit(String key) {
		if (!this.full) {
			synchronized (this.known) {
				if (this.known.size() < this.limit) {
					this.known.putIfAbsent(key, clean(key));
				}
				this.full = this.known.size() >= this.limit;
			}
			String admitted = this.known.get(key);
			if (admitted != null) {
				return admitted;
			}
		}
		this.onOverflow.run();
		return OTHER;
	}

	private static String cut(String value) {
		return (value.length() <= MAX_LENGTH) ? value : value.substring(0, MAX_LENGTH);
	}

	/**
	 * The tag value for a value without a limit.
	 * @param value any text
	 * @return the value, cut and with replacement characters as in {@link #bound}
	 */
	public static String text(String value) {
		return clean(cut(value));
	}

	private static String clean(String value) {
		StringBuilder clean = new StringBuilder(value.length());
		value.codePoints().forEach((point) -> clean.appendCodePoint(isPrintable(point) ? point : 0xFFFD));
		return clean.toString();
	}

	private static boolean isPrintable(int point) {
		// An unpaired surrogate has no UTF-8 form: exporters would write two different
		// values as one. Control characters break line-based formats.
		return !Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE;
	}

}
