package dev.emp.metrics.disk;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The path that is metered where the user names none.
 */
final class DefaultPath {

	private static final Path WORKSPACE = Path.of("/workspace");

	private DefaultPath() {
	}

	/**
	 * Find it.
	 * @return {@code /workspace} where it exists, otherwise the working directory
	 */
	static String find() {
		Path path = Files.isDirectory(WORKSPACE) ? WORKSPACE : Path.of("");
		return path.toAbsolutePath().toString();
	}

}
