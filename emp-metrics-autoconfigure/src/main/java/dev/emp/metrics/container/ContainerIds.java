package dev.emp.metrics.container;

import org.jspecify.annotations.Nullable;

/**
 * Finds the identifiers of containers, 64 hexadecimal digits, in the names that runtimes
 * give to cgroups: {@code docker/ID} and {@code docker-ID.scope} of Docker,
 * {@code cri-containerd-ID.scope}, {@code crio-ID.scope}, {@code libpod-ID.scope}, and
 * {@code kubepods/.../podUID/ID}.
 */
final class ContainerIds {

	static final int LENGTH = 64;

	static final int SHORT_LENGTH = 12;

	/** Watches over a container of Podman or CRI-O, beside it and under its number. */
	private static final String MONITOR = "conmon-";

	private ContainerIds() {
	}

	/**
	 * The identifier in the name of a directory.
	 * @param name the name, without its path
	 * @return the identifier, or null if the name is not that of a container
	 */
	static @Nullable String inName(String name) {
		String stem = name.endsWith(".scope") ? name.substring(0, name.length() - ".scope".length()) : name;
		int start = stem.length() - LENGTH;
		if (start < 0 || !isHex(stem, start, stem.length())) {
			return null;
		}
		boolean whole = start == 0 || (stem.charAt(start - 1) == '-' && name.length() > stem.length());
		return (whole && !stem.substring(0, start).endsWith(MONITOR)) ? stem.substring(start) : null;
	}

	/**
	 * The identifier in a path, the innermost if containers are nested.
	 * @param path the path
	 * @return the identifier, or null if there is none
	 */
	static @Nullable String inPath(String path) {
		int end = path.length();
		while (end > 0) {
			int start = path.lastIndexOf('/', end - 1) + 1;
			String id = inName(path.substring(start, end));
			if (id != null) {
				return id;
			}
			end = start - 1;
		}
		return null;
	}

	static boolean isShort(String text) {
		return text.length() == SHORT_LENGTH && isHex(text, 0, SHORT_LENGTH);
	}

	static boolean isLong(String text) {
		return text.length() == LENGTH && isHex(text, 0, LENGTH);
	}

	static String abbreviate(String id) {
		return (id.length() > SHORT_LENGTH) ? id.substring(0, SHORT_LENGTH) : id;
	}

	private static boolean isHex(String text, int from, int to) {
		for (int i = from; i < to; i++) {
			char character = text.charAt(i);
			if ((character < '0' || character > '9') && (character < 'a' || character > 'f')) {
				return false;
			}
		}
		return true;
	}

}
