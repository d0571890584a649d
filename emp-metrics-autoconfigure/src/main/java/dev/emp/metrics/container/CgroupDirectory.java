package dev.emp.metrics.container;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.KernelFile;

/**
 * Where one controller keeps its files of one cgroup.
 *
 * @param path the directory
 * @param top the highest directory above it that is visible
 * @param unified whether it is cgroup v2, and otherwise v1
 */
record CgroupDirectory(Path path, Path top, boolean unified) {

	/**
	 * Whether it is the root of the whole machine, whose files are not those of a
	 * container. The kernel gives {@code cgroup.events} to every cgroup v2 but the root,
	 * and {@code release_agent} to no cgroup v1 but the root, whatever the namespaces
	 * show as their root.
	 * @return whether it is
	 */
	boolean isRootOfMachine() {
		return this.unified ? !Files.exists(this.path.resolve("cgroup.events"))
				: Files.exists(this.path.resolve("release_agent"));
	}

	/**
	 * A file that is there and may be read.
	 * @param names its name, or several of which the first that is there is meant
	 * @return the file, or null
	 */
	@Nullable KernelFile file(String... names) {
		for (String name : names) {
			Path file = this.path.resolve(name);
			if (Files.isReadable(file)) {
				return new KernelFile(file);
			}
		}
		return null;
	}

	/**
	 * The cgroup and all cgroups above it that are visible.
	 * @return the directories, upwards
	 */
	List<CgroupDirectory> upwards() {
		List<CgroupDirectory> directories = new ArrayList<>();
		for (Path at = this.path; at != null && at.startsWith(this.top); at = at.getParent()) {
			directories.add(new CgroupDirectory(at, this.top, this.unified));
		}
		return directories;
	}

}
