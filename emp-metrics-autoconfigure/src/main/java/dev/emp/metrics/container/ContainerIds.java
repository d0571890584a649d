package dev.emp.metrics.container;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Finds the identifiers of containers in the names that runtimes give to cgroups. They
 * are 64 hexadecimal digits in {@code docker/ID} and {@code docker-ID.scope} of Docker,
 * in {@code cri-containerd-ID.scope}, {@code kubepods/.../podUID/ID} and, of containerd
 * with systemd's names but without systemd,
 * {@code kubepods-podUID.slice:cri-containerd:ID}, in {@code crio-ID}, {@code libpod-ID}
 * and {@code libpod-payload-ID} with {@code .scope} and without. Those of AWS Fargate are
 * the 32 digits of the task and a number, {@code ecs/TASK/TASK-NUMBER}.
 */
final class ContainerIds {

	static final int LENGTH = 64;

	static final int SHORT_LENGTH = 12;

	private static final int TASK_LENGTH = 32;

	private static final String SCOPE = ".scope";

	/** Watches over a container of Podman or CRI-O, beside it and under its number. */
	private static final String MONITOR = "conmon";

	/** What stands before an identifier where systemd did not make the cgroup. */
	private static final Set<String> PREFIXES = Set.of("crio-", "libpod-", "libpod-payload-");

	private ContainerIds() {
	}

	/**
	 * The identifier in the name of a directory.
	 * @param name the name, without its path
	 * @return the identifier, or null if the name is not that of a container
	 */
	static @Nullable String inName(String name) {
		if (isOfTask(name)) {
			return name;
		}
		boolean scope = name.endsWith(SCOPE);
		String stem = scope ? name.substring(0, name.length() - SCOPE.length()) : name;
		int start = stem.length() - LENGTH;
		if (start < 0 || !isHex(stem, start, stem.length())) {
			return null;
		}
		return isPrefix(stem.substring(0, start), scope) ? stem.substring(start) : null;
	}

	private static boolean isPrefix(String prefix, boolean scope) {
		if (prefix.isEmpty() || PREFIXES.contains(prefix)) {
			return true;
		}
		String separator = scope ? "-" : ":";
		return prefix.endsWith(separator) && !prefix.endsWith(MONITOR + separator);
	}

	/**
	 * Whether it is the identifier of a container of a task of AWS Fargate, whose first
	 * characters are those of the task.
	 * @param id the name or identifier
	 * @return whether it is
	 */
	static boolean isOfTask(String id) {
		if (id.length() <= TASK_LENGTH + 1 || id.charAt(TASK_LENGTH) != '-' || !isHex(id, 0, TASK_LENGTH)) {
			return false;
		}
		return id.chars().skip(TASK_LENGTH + 1).allMatch((character) -> character >= '0' && character <= '9');
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
