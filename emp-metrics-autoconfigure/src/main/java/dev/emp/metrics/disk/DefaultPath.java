package dev.emp.metrics.disk;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The path that is metered where the user names none.
 */
final class DefaultPath {

	private static final String WORKSPACE = "workspace";

	private DefaultPath() {
	}

	static String find() {
		return find(Path.of("/"));
	}

	/**
	 * Find it, at the start, by its name only: what is mounted there may hang.
	 * @param root the root of the file system
	 * @return {@code /workspace} where it exists, otherwise the working directory
	 */
	static String find(Path root) {
		try (Stream<Path> names = Files.list(root)) {
			if (names.anyMatch((name) -> name.endsWith(WORKSPACE))) {
				return root.resolve(WORKSPACE).toString();
			}
		}
		catch (IOException | UncheckedIOException ex) {
			// a root that may not be listed
		}
		// unlike a Path it keeps what the locale cannot spell, so that the reader says it
		return new File("").getAbsolutePath();
	}

}
