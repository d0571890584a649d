package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.KernelFile;

/**
 * Finds the directories of the cgroups that this process is in. Each controller is looked
 * for by itself, since in v1, and where both versions are mounted, each may have another
 * cgroup; one whose cgroup is the root of the machine says nothing of a container, and is
 * left out.
 *
 * @param root the root of the file system
 * @param membership the cgroups
 * @param mounts what is mounted
 */
record OwnCgroups(Path root, Membership membership, List<Mount> mounts) {

	static OwnCgroups find(Path root) throws IOException {
		Path self = root.resolve("proc/self");
		return new OwnCgroups(root, Membership.parse(new KernelFile(self.resolve("cgroup")).read()),
				Mount.parse(new KernelFile(self.resolve("mountinfo")).read()));
	}

	/**
	 * The directory of a controller.
	 * @param controller its name in v1
	 * @return the directory, or null if there is none that says something of a container
	 */
	@Nullable CgroupDirectory directory(String controller) {
		String path = this.membership.path(controller);
		CgroupDirectory directory = (path != null) ? find(path, (mount) -> mount.has(controller), false)
				: find(this.membership.unifiedPath(), Mount::isUnified, true);
		return (directory != null && !directory.isRootOfMachine()) ? directory : null;
	}

	private @Nullable CgroupDirectory find(@Nullable String path, Predicate<Mount> isMeant, boolean unified) {
		// dots lead out of what the namespace shows
		if (path == null || path.contains("/..")) {
			return null;
		}
		return this.mounts.stream()
			.filter(isMeant)
			.map((mount) -> directory(mount, path, unified))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private @Nullable CgroupDirectory directory(Mount mount, String path, boolean unified) {
		String found = mount.find(path);
		Path directory = (found != null) ? below(found) : null;
		Path top = below(mount.point());
		return (directory != null && top != null && Files.isDirectory(directory))
				? new CgroupDirectory(directory, top, unified) : null;
	}

	private @Nullable Path below(String absolute) {
		// a path from a text may be none
		boolean usable = absolute.startsWith("/") && absolute.indexOf('\0') < 0;
		return usable ? this.root.resolve(absolute.substring(1)) : null;
	}

}
