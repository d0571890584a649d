package dev.emp.metrics.container;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * A cursor over a JSON text that takes out of it what is asked for and makes objects of
 * nothing else. A value is taken by one of {@link #beginObject()}, {@link #beginArray()},
 * {@link #number()}, {@link #text()} and {@link #skip()}, each of which goes behind it,
 * or into it. What is not of the type asked for is skipped. Not safe for use by several
 * threads.
 * <p>
 * Jackson need not be there, and Boot's own parsers make maps of everything.
 */
final class JsonCursor {

	/** Deeper than any answer of the Docker Engine. */
	static final int DEPTH = 32;

	/** Longer text is cut. */
	static final int TEXT_LIMIT = 1024;

	private final byte[] bytes;

	private final int end;

	private int at;

	private int depth;

	/** A bit for each level that has had a member. */
	private long started;

	private int keyStart;

	private int keyEnd;

	JsonCursor(byte[] bytes, int length) {
		this.bytes = bytes;
		this.end = length;
	}

	/**
	 * Go into an object.
	 * @return whether the value was one
	 * @throws MalformedAnswerException if the text is not JSON
	 */
	boolean beginObject() throws MalformedAnswerException {
		return begin('{');
	}

	boolean beginArray() throws MalformedAnswerException {
		return begin('[');
	}

	/**
	 * Whether the value begins with a character. Goes nowhere.
	 * @param opening the character
	 * @return whether it does
	 */
	boolean isAt(char opening) {
		return toValue() < this.end && this.bytes[this.at] == opening;
	}

	/**
	 * Go to the next member of an object, before its value.
	 * @return whether there is one; if not, the object has been left
	 * @throws MalformedAnswerException if the text is not JSON
	 */
	boolean nextKey() throws MalformedAnswerException {
		if (!next('}')) {
			return false;
		}
		expect('"');
		this.keyStart = this.at;
		this.keyEnd = endOfText();
		expect(':');
		return true;
	}

	boolean nextElement() throws MalformedAnswerException {
		return next(']');
	}

	boolean isKey(String key) {
		return is(key, this.keyStart, this.keyEnd);
	}

	String key() {
		return decode(this.keyStart, this.keyEnd);
	}

	/**
	 * Take a whole number of up to 63 bits that is not negative.
	 * @return the number, or -1 if the value is anything else
	 * @throws MalformedAnswerException if the text is not JSON
	 */
	long number() throws MalformedAnswerException {
		int start = toValue();
		skip();
		long number = (start < this.at) ? 0 : -1;
		for (int i = start; i < this.at; i++) {
			int digit = this.bytes[i] - '0';
			if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
				return -1;
			}
			number = number * 10 + digit;
		}
		return number;
	}

	/**
	 * Take a text.
	 * @return the text, cut where it is too long, or null if the value is anything else
	 * @throws MalformedAnswerException if the text is not JSON
	 */
	@Nullable String text() throws MalformedAnswerException {
		return text(null);
	}

	/**
	 * Take a text that mostly is one that is known.
	 * @param known what it probably is, in ASCII, or null
	 * @return that if it is the text, otherwise a new one, or null if the value is
	 * anything else
	 * @throws MalformedAnswerException if the text is not JSON
	 */
	@Nullable String text(@Nullable String known) throws MalformedAnswerException {
		int start = toValue();
		skip();
		if (start >= this.end || this.bytes[start] != '"') {
			return null;
		}
		boolean isKnown = known != null && is(known, start + 1, this.at - 1);
		return isKnown ? known : decode(start + 1, this.at - 1);
	}

	/**
	 * Take the word {@code true}.
	 * @return whether the value was that
	 * @throws MalformedAnswerException if the text is not JSON
	 */
	boolean isTrue() throws MalformedAnswerException {
		int start = toValue();
		skip();
		return is("true", start, this.at);
	}

	/**
	 * Go behind the value, whatever it is and however deep.
	 * @throws MalformedAnswerException if the text is not JSON
	 */
	void skip() throws MalformedAnswerException {
		int open = 0;
		do {
			int character = this.bytes[checked(toValue())];
			this.at++;
			switch (character) {
				case '{', '[' -> open++;
				case '}', ']' -> open--;
				case '"' -> endOfText();
				case ',', ':' -> check(open > 0);
				default -> endOfScalar();
			}
			check(open >= 0);
		}
		while (open > 0);
	}

	private boolean begin(char opening) throws MalformedAnswerException {
		int start = checked(toValue());
		if (this.bytes[start] != opening) {
			skip();
			return false;
		}
		this.at++;
		this.depth++;
		check(this.depth <= DEPTH);
		this.started &= ~(1L << this.depth);
		return true;
	}

	private boolean next(char closing) throws MalformedAnswerException {
		int character = this.bytes[checked(toValue())];
		if (character == closing) {
			this.at++;
			this.depth--;
			return false;
		}
		if ((this.started & (1L << this.depth)) != 0) {
			expect(',');
		}
		this.started |= 1L << this.depth;
		return true;
	}

	private void expect(char character) throws MalformedAnswerException {
		check(this.bytes[checked(toValue())] == character);
		this.at++;
	}

	private int toValue() {
		while (this.at < this.end && isBlank(this.bytes[this.at])) {
			this.at++;
		}
		return this.at;
	}

	/**
	 * Go behind the quote that ends a text.
	 * @return where the quote is
	 */
	private int endOfText() throws MalformedAnswerException {
		while (this.bytes[checked(this.at)] != '"') {
			this.at += (this.bytes[this.at] == '\\') ? 2 : 1;
		}
		return this.at++;
	}

	private void endOfScalar() {
		while (this.at < this.end && !isBlank(this.bytes[this.at]) && ",:]}\"[{".indexOf(this.bytes[this.at]) < 0) {
			this.at++;
		}
	}

	private boolean is(String text, int from, int to) {
		if (to - from != text.length()) {
			return false;
		}
		for (int i = 0; i < text.length(); i++) {
			if (this.bytes[from + i] != text.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	private String decode(int from, int to) {
		return JsonText.decode(new String(this.bytes, from, Math.min(to - from, TEXT_LIMIT), StandardCharsets.UTF_8));
	}

	private int checked(int position) throws MalformedAnswerException {
		check(position < this.end);
		return position;
	}

	private void check(boolean condition) throws MalformedAnswerException {
		if (!condition) {
			throw new MalformedAnswerException("no JSON at byte " + this.at + " of " + this.end);
		}
	}

	private static boolean isBlank(byte character) {
		return character == ' ' || character == '\n' || character == '\r' || character == '\t';
	}

}
