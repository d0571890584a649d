package dev.emp.metrics.export;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells the segments of an address' path that look like tokens from those that look like
 * words, versions and numbers. Rather too many are hidden than one too few.
 */
final class PathSecrets {

	static final String HIDDEN = "******";

	/** What stands before the path, whatever there is of it. */
	private static final Pattern BEFORE = Pattern.compile("(?s)^[\\s\"'`<]*(?:[a-zA-Z][a-zA-Z0-9+.-]*:(?=/))?/*[^/]*");

	private static final Pattern SEGMENT = Pattern.compile("[^/]+");

	/** What somebody wrote around an address by mistake. */
	private static final Pattern AROUND = Pattern.compile("[\\s\"'`<>]+");

	private static final Pattern VERSION = Pattern.compile("v\\d{1,3}([a-z]{1,6}\\d{0,3})?");

	/** A word in some case, an abbreviation, a short number or what is short at all. */
	private static final Pattern WORD = Pattern
		.compile("[a-z]{1,15}|[A-Z]?[a-z]{1,14}([A-Z][a-z]{1,14})?|[A-Z]{1,7}|\\d{1,6}|[a-zA-Z0-9]{0,5}");

	private static final Pattern HEXADECIMAL = Pattern.compile("[a-fA-F]{8,}");

	private static final Pattern MIXED = Pattern.compile(".*(\\d[a-zA-Z]|[a-zA-Z]\\d).*");

	private static final Pattern REVEALING = Pattern.compile("(?i).*(secret|token|passw|api[-_.]?key|credential).*");

	private static final Pattern LICENSE = Pattern.compile("[A-Z0-9]{4,}(-[A-Z0-9]{4,})+");

	/** A segment by which one says what the next one is. */
	private static final Pattern NAMING = Pattern
		.compile("(?i)(.*[-_.])?(token|key|apikey|secret|auth|password|pass)s?");

	private static final int LONGEST = 40;

	private static final int MOST_DIGITS = 6;

	private PathSecrets() {
	}

	/**
	 * Hide what looks like a secret.
	 * @param address the address, or what a user took for one, without user and query
	 * @param all whether to hide all of the path
	 * @return the address as it may be shown
	 */
	static String hidden(String address, boolean all) {
		Matcher before = BEFORE.matcher(address);
		int path = before.find() ? before.end() : 0;
		String rest = address.substring(path);
		if (all) {
			return (rest.length() > 1) ? address.substring(0, path) + "/" + HIDDEN : address;
		}
		StringBuilder shown = new StringBuilder(address.substring(0, path));
		Matcher segments = SEGMENT.matcher(rest);
		String previous = "";
		while (segments.find()) {
			String segment = segments.group();
			segments.appendReplacement(shown, Matcher.quoteReplacement(isSecret(previous, segment) ? HIDDEN : segment));
			previous = segment;
		}
		return segments.appendTail(shown).toString();
	}

	/**
	 * The segments that look like secrets.
	 * @param path the path of an address
	 * @return the segments
	 */
	static Stream<String> in(String path) {
		String[] segments = path.split("/", -1);
		Stream.Builder<String> secrets = Stream.builder();
		for (int i = 0; i < segments.length; i++) {
			if (isSecret((i > 0) ? segments[i - 1] : "", segments[i])) {
				secrets.add(segments[i]);
			}
		}
		return secrets.build();
	}

	private static boolean isSecret(String previous, String segment) {
		String bare = AROUND.matcher(segment).replaceAll("");
		// a reference that nothing resolves is none, and a version follows any name
		if (bare.isEmpty() || bare.contains("${") || VERSION.matcher(bare.toLowerCase(Locale.ROOT)).matches()) {
			return false;
		}
		return NAMING.matcher(previous).matches() || REVEALING.matcher(bare).matches()
				|| LICENSE.matcher(bare).matches() || !isOrdinary(bare);
	}

	private static boolean isOrdinary(String segment) {
		int mixed = 0;
		for (String part : segment.split("[-_.]", -1)) {
			if (!WORD.matcher(part).matches() || HEXADECIMAL.matcher(part).matches()) {
				return false;
			}
			mixed += MIXED.matcher(part).matches() ? 1 : 0;
		}
		return mixed < 2 && segment.length() <= LONGEST
				&& segment.chars().filter(Character::isDigit).count() <= MOST_DIGITS;
	}

}
