package dev.emp.metrics.container;

/**
 * Resolves the escapes of a JSON text.
 */
final class JsonText {

	private static final String LETTERS = "bfnrt";

	private static final String MEANINGS = "\b\f\n\r\t";

	private JsonText() {
	}

	static String decode(String text) {
		int escape = text.indexOf('\\');
		if (escape < 0) {
			return text;
		}
		StringBuilder decoded = new StringBuilder(text.length()).append(text, 0, escape);
		int at = escape;
		while (at < text.length()) {
			char character = text.charAt(at++);
			// an escape that was cut off is left out
			if (character != '\\') {
				decoded.append(character);
			}
			else if (at < text.length()) {
				at = resolve(text, at, decoded);
			}
		}
		return decoded.toString();
	}

	private static int resolve(String text, int at, StringBuilder decoded) {
		char letter = text.charAt(at);
		if (letter != 'u') {
			int meaning = LETTERS.indexOf(letter);
			decoded.append((meaning < 0) ? letter : MEANINGS.charAt(meaning));
			return at + 1;
		}
		int end = Math.min(at + 5, text.length());
		int code = (end == at + 5) ? code(text, at + 1, end) : -1;
		if (code >= 0) {
			decoded.append((char) code);
		}
		return end;
	}

	private static int code(String text, int from, int to) {
		int code = 0;
		for (int i = from; i < to; i++) {
			int digit = Character.digit(text.charAt(i), 16);
			if (digit < 0) {
				return -1;
			}
			code = code * 16 + digit;
		}
		return code;
	}

}
