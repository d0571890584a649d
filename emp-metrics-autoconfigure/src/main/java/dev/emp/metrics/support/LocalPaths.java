package dev.emp.metrics.support;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Paths out of settings. The JVM opens no file whose name has characters that the
 * encoding of its locale lacks, which without a locale is ASCII.
 */
public final class LocalPaths {

	private static final int LAST_OF_ASCII = 0x7F;

	private LocalPaths() {
	}

	/**
	 * A path as the user wrote it.
	 * @param path the text
	 * @return the path
	 * @throws InvalidPathException if this JVM cannot open it; its message names the
	 * remedy where that is the locale
	 */
	public static Path of(String path) {
		try {
			return Path.of(path);
		}
		catch (InvalidPathException ex) {
			throw withRemedy(path, ex);
		}
	}

	/**
	 * Add the remedy where the locale is the cause: it may lack what is beyond ASCII, and
	 * nothing else.
	 * @param path the text
	 * @param ex what the JVM says of it
	 * @return the same where it has another cause
	 */
	static InvalidPathException withRemedy(String path, InvalidPathException ex) {
		if (path.indexOf('\0') >= 0 || path.chars().allMatch((character) -> character <= LAST_OF_ASCII)) {
			return ex;
		}
		return new InvalidPathException(path,
				"The locale of this process has no file names with such characters ("
						+ System.getProperty("sun.jnu.encoding")
						+ "). Set LC_ALL=C.UTF-8 in its environment and start it again");
	}

}
