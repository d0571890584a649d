package dev.emp.metrics.container;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.KernelText;

/**
 * A line of {@code /proc/self/mountinfo}.
 *
 * @param root which directory of the file system is mounted
 * @param point where it is mounted
 * @param type the type of the file system
 * @param options the options of the file system; of cgroup v1 the controllers are among
 * them
 * @see <a href=
 * "https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">proc_pid_mountinfo(5)</a>
 */
record Mount(String root, String point, String type, String options) {

	/** More are no mounts of a worker. */
	private static final int LIMIT = 4096;

	static List<Mount> parse(KernelText text) {
		List<Mount> mounts = new ArrayList<>();
		while (text.nextLine() && mounts.size() < LIMIT) {
			Mount mount = parseLine(text);
			if (mount != null) {
				mounts.add(mount);
			}
		}
		return mounts;
	}

	private static @Nullable Mount parseLine(KernelText text) {
		if (!text.skip(4)) {
			return null;
		}
		String root = unescape(text.word());
		if (!text.nextWord()) {
			return null;
		}
		String point = unescape(text.word());
		// any number of optional fields ends with a hyphen
		while (text.nextWord()) {
			if (text.is("-")) {
				String type = text.nextWord() ? text.word() : "";
				return new Mount(root, point, type, text.skip(2) ? text.word() : "");
			}
		}
		return null;
	}

	/**
	 * Whether a controller of cgroup v1 is mounted here.
	 * @param controller the name
	 * @return whether it is
	 */
	boolean has(String controller) {
		return this.type.equals("cgroup") && ("," + this.options + ",").contains("," + controller + ",");
	}

	boolean isUnified() {
		return this.type.equals("cgroup2");
	}

	/**
	 * Where a directory of the file system is found below this mount.
	 * @param directory the path in the file system
	 * @return the path, or null if that directory is not below this mount
	 */
	@Nullable String find(String directory) {
		if (this.root.equals("/")) {
			return directory.equals("/") ? this.point : this.point + directory;
		}
		boolean below = directory.equals(this.root) || directory.startsWith(this.root + "/");
		return below ? this.point + directory.substring(this.root.length()) : null;
	}

	/**
	 * Replace what the kernel writes in octal: blanks, tabs, line ends, backslashes.
	 * @param field a field of a line
	 * @return the field as it is
	 */
	private static String unescape(String field) {
		return field.contains("\\")
				? field.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\")
				: field;
	}

}
