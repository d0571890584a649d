package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The cgroups of a machine, in which those of containers are known by the identifiers in
 * their names. Not safe for use by several threads.
 *
 * @param root where the cgroups are mounted: all of v2, or a directory for each
 * controller of v1
 */
record CgroupTree(Path root) {

	/** Containers of a pod are at the fourth level; a few more where systemd nests. */
	private static final int DEPTH = 8;

	/** A bound for trees that are no cgroups, and for machines that are full of them. */
	private static final int VISITED = 10_000;

	/** Any of them has a directory for each container. */
	private static final List<String> V1_CONTROLLERS = List.of("memory", "cpuacct", "cpu,cpuacct", "pids");

	/**
	 * Find the cgroups of containers.
	 * @return each once
	 * @throws IOException if there are no cgroups
	 */
	List<Found> find() throws IOException {
		Path hierarchy = hierarchy();
		Map<String, Found> found = new LinkedHashMap<>();
		search(hierarchy, hierarchy, DEPTH, new int[] { VISITED }, found);
		Map<Path, Integer> containers = new HashMap<>();
		found.values()
			.forEach((container) -> above(container.path(), (above) -> containers.merge(above, 1, Integer::sum)));
		return found.values().stream().map((container) -> container.alone(containers)).toList();
	}

	private static void above(Path path, Consumer<Path> action) {
		for (Path at = path.getParent(); at != null; at = at.getParent()) {
			action.accept(at);
		}
	}

	private Path hierarchy() throws IOException {
		if (isUnified()) {
			return this.root;
		}
		for (String controller : V1_CONTROLLERS) {
			Path hierarchy = this.root.resolve(controller);
			if (Files.isDirectory(hierarchy)) {
				return hierarchy;
			}
		}
		throw new IOException("no cgroups at " + this.root + ". Mount the machine's /sys there, or set "
				+ "emp.metrics.container.cgroups.path to where its cgroups are");
	}

	private boolean isUnified() {
		return Files.exists(this.root.resolve("cgroup.controllers"));
	}

	/**
	 * Without systemd, Podman gives a pod a cgroup with the name of a container's.
	 */
	private static boolean isPod(Path parent, Path directory) {
		return parent.endsWith("libpod_parent") && ContainerIds.isLong(directory.getFileName().toString());
	}

	/**
	 * Search a directory. A container's own cgroups are not searched: they are in its
	 * numbers.
	 */
	private static void search(Path hierarchy, Path directory, int depth, int[] left, Map<String, Found> found) {
		try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, Files::isDirectory)) {
			for (Path child : children) {
				if (left[0]-- <= 0) {
					return;
				}
				String id = ContainerIds.inName(child.getFileName().toString());
				if (id != null && !isPod(directory, child)) {
					Path path = hierarchy.relativize(child);
					found.putIfAbsent(id, new Found(id, path, path));
				}
				else if (depth > 1) {
					search(hierarchy, child, depth - 1, left, found);
				}
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			// it is gone, or none of our business
		}
	}

	/**
	 * The directory of a controller for a container.
	 * @param container the container
	 * @param controller the name of the controller in v1
	 * @return the directory, or null if it is not there
	 */
	@Nullable CgroupDirectory directory(Found container, String controller) {
		if (isUnified()) {
			return container.below(this.root, true);
		}
		Path hierarchy = this.root.resolve(controller);
		// where the two are one hierarchy, a link for each is mostly there, but need not
		// be
		boolean joined = controller.startsWith("cpu") && !Files.isDirectory(hierarchy);
		Path top = joined ? this.root.resolve("cpu,cpuacct") : hierarchy;
		CgroupDirectory directory = container.below(top, false);
		return Files.isDirectory(directory.path()) ? directory : null;
	}

	/**
	 * The cgroup of a container.
	 *
	 * @param id the identifier of the container
	 * @param path the path, relative to the hierarchy that was searched
	 * @param top the highest cgroup above it that has no other container, or the same:
	 * what is limited for several containers together is none of them
	 */
	record Found(String id, Path path, Path top) {

		private Found alone(Map<Path, Integer> containers) {
			Path top = this.path;
			Path above = top.getParent();
			while (above != null && containers.getOrDefault(above, 0) == 1) {
				top = above;
				above = top.getParent();
			}
			return new Found(this.id, this.path, top);
		}

		private CgroupDirectory below(Path root, boolean unified) {
			return new CgroupDirectory(root.resolve(this.path), root.resolve(this.top), unified);
		}

	}

}
