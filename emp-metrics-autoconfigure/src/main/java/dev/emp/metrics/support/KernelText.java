package dev.emp.metrics.support;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * A cursor over the lines of a text of the kernel, and over the words of a line, which
 * blanks and tabs separate. Walking and reading numbers allocates nothing. Whatever the
 * bytes are, it ends and throws nothing. Not safe for use by several threads.
 */
public final class KernelText {

	private byte[] bytes;

	private int length;

	/** Where the next line begins. */
	private int next;

	private int lineEnd;

	private int wordStart;

	private int wordEnd;

	/**
	 * Create a cursor before the first line.
	 * @param bytes the text, which is not copied
	 */
	public KernelText(byte[] bytes) {
		this.bytes = bytes;
		this.length = bytes.length;
	}

	void reset(byte[] bytes, int length) {
		this.bytes = bytes;
		this.length = length;
		this.next = 0;
		this.lineEnd = 0;
		this.wordStart = 0;
		this.wordEnd = 0;
	}

	/**
	 * Go to the next line, before its first word.
	 * @return whether there is one
	 */
	public boolean nextLine() {
		if (this.next >= this.length) {
			return false;
		}
		this.wordStart = this.next;
		this.wordEnd = this.next;
		int end = this.next;
		while (end < this.length && this.bytes[end] != '\n') {
			end++;
		}
		this.lineEnd = end;
		this.next = end + 1;
		return true;
	}

	/**
	 * Go to the next word of the line.
	 * @return whether there is one
	 */
	public boolean nextWord() {
		int start = this.wordEnd;
		while (start < this.lineEnd && isBlank(this.bytes[start])) {
			start++;
		}
		int end = start;
		while (end < this.lineEnd && !isBlank(this.bytes[end])) {
			end++;
		}
		this.wordStart = start;
		this.wordEnd = end;
		return start < end;
	}

	/**
	 * Go forward over words of the line.
	 * @param words how many
	 * @return whether there are so many
	 */
	public boolean skip(int words) {
		for (int i = 0; i < words; i++) {
			if (!nextWord()) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Cut the word at a character: the word is what stands before it, and the rest is the
	 * next word.
	 * @param separator the character, of which the last in the word counts
	 * @return whether the word has one
	 */
	public boolean cutAtLast(char separator) {
		for (int i = this.wordEnd - 1; i >= this.wordStart; i--) {
			if (this.bytes[i] == separator) {
				this.bytes[i] = ' ';
				this.wordEnd = i;
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether the word is a given one.
	 * @param word the word, in ASCII
	 * @return whether it is
	 */
	public boolean is(String word) {
		return this.wordEnd - this.wordStart == word.length() && startsWith(word);
	}

	/**
	 * Whether the word begins in a given way.
	 * @param prefix the first characters, in ASCII
	 * @return whether it does
	 */
	public boolean startsWith(String prefix) {
		if (this.wordEnd - this.wordStart < prefix.length()) {
			return false;
		}
		for (int i = 0; i < prefix.length(); i++) {
			if (this.bytes[this.wordStart + i] != prefix.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The word as a number.
	 * @return the number, or -1 if the word is no decimal number of up to 63 bits
	 */
	public long number() {
		return number(0);
	}

	/**
	 * The rest of the word as a number.
	 * @param from how many characters of the word come before it
	 * @return the number, or -1 if the rest is no decimal number of up to 63 bits
	 */
	public long number(int from) {
		int start = this.wordStart + from;
		if (start >= this.wordEnd) {
			return -1;
		}
		long number = 0;
		for (int i = start; i < this.wordEnd; i++) {
			int digit = this.bytes[i] - '0';
			if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
				return -1;
			}
			number = number * 10 + digit;
		}
		return number;
	}

	/**
	 * Go to the next word, which is a number.
	 * @return the number, or -1 if there is no word, or none that {@link #number()} can
	 * read
	 */
	public long nextNumber() {
		return nextWord() ? number() : -1;
	}

	/**
	 * A number that may be unknown.
	 * @param number what a method of this class gave
	 * @return the number, or NaN for -1
	 */
	public static double orUnknown(long number) {
		return (number >= 0) ? number : Double.NaN;
	}

	/**
	 * The word as text.
	 * @return the text
	 */
	public String word() {
		return new String(this.bytes, this.wordStart, this.wordEnd - this.wordStart, StandardCharsets.UTF_8);
	}

	/**
	 * The word as text, where it mostly is one that is known.
	 * @param known what the word probably is, or null
	 * @return that if it is the word, otherwise a new text
	 */
	public String word(@Nullable String known) {
		return (known != null && is(known)) ? known : word();
	}

	private static boolean isBlank(byte character) {
		return character == ' ' || character == '\t';
	}

}
