package dev.emp.metrics.container;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.KernelText;

/**
 * In which cgroups this process is, by {@code /proc/self/cgroup}.
 *
 * @param lines the words of the file, line by line
 * @see <a href="https://man7.org/linux/man-pages/man7/cgroups.7.html">cgroups(7)</a>
 */
record Membership(List<List<String>> lines) {

	/** The kernel has no more than a dozen hierarchies. */
	private static final int LIMIT = 64;

	Membership {
		lines = List.copyOf(lines);
	}

	static Membership parse(KernelText text) {
		List<List<String>> lines = new ArrayList<>();
		while (text.nextLine() && lines.size() < LIMIT) {
			List<String> words = new ArrayList<>();
			while (text.nextWord()) {
				words.add(text.word());
			}
			lines.add(List.copyOf(words));
		}
		return new Membership(lines);
	}

	/**
	 * Whether the file still says the same.
	 * @param text what it says now
	 * @return whether it does
	 */
	boolean isStill(KernelText text) {
		for (int i = 0; i < this.lines.size(); i++) {
			if (!text.nextLine() || !isStill(this.lines.get(i), text)) {
				return false;
			}
		}
		return this.lines.size() == LIMIT || !text.nextLine();
	}

	private static boolean isStill(List<String> words, KernelText text) {
		for (int i = 0; i < words.size(); i++) {
			if (!text.nextWord() || !text.is(words.get(i))) {
				return false;
			}
		}
		return !text.nextWord();
	}

	/**
	 * The cgroup of a controller in a hierarchy of v1.
	 * @param controller the name of the controller
	 * @return the path, or null if the controller is in none
	 */
	@Nullable String path(String controller) {
		for (String line : joined()) {
			String[] parts = line.split(":", 3);
			if (parts.length == 3 && ("," + parts[1] + ",").contains("," + controller + ",")) {
				return parts[2];
			}
		}
		return null;
	}

	/**
	 * The cgroup of v2.
	 * @return the path, or null if there is none
	 */
	@Nullable String unifiedPath() {
		return joined().stream()
			.filter((line) -> line.startsWith("0::"))
			.map((line) -> line.substring(3))
			.findFirst()
			.orElse(null);
	}

	/**
	 * All paths, in the order of the file.
	 * @return the paths
	 */
	List<String> paths() {
		return joined().stream()
			.map((line) -> line.split(":", 3))
			.filter((parts) -> parts.length == 3)
			.map((parts) -> parts[2])
			.toList();
	}

	private List<String> joined() {
		return this.lines.stream().map((words) -> String.join(" ", words)).toList();
	}

}
