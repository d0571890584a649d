package dev.emp.metrics.sample.work;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import dev.emp.metrics.sample.queue.InvalidInputException;

/**
 * Turns bytes into text, if they are text.
 */
final class TextDecoder {

	private TextDecoder() {
	}

	static String decode(byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
			checkCharacters(text);
			return text;
		}
		catch (CharacterCodingException ex) {
			throw new InvalidInputException("The text is not UTF-8", ex);
		}
	}

	private static void checkCharacters(String text) {
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (Character.isISOControl(character) && !Character.isWhitespace(character)) {
				throw new InvalidInputException("The text looks binary: it has the control character U+%04X at %d"
					.formatted((int) character, i));
			}
		}
	}

}
