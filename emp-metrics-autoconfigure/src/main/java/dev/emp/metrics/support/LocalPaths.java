package dev.emp.metrics.support;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Paths out of settings. The JVM opens no file whose name has characters that the
 * encoding of its locale lacks, which without a locale is ASCII.
 */
public final class LocalPaths {

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
			if (path.indexOf('\0') >= 0) {
				throw ex;
			}
			throw new InvalidPathException(path,
					"The locale of this process has no file names with such characters ("
							+ System.getProperty("sun.jnu.encoding")
							+ "). Set LC_ALL=C.UTF-8 in its environment and start it again");
		}
	}

}
