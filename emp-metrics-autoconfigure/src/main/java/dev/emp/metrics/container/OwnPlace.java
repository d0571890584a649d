package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Tells the own container among those of the machine, so that it is metered once. Looked
 * up at first use, since nothing is read while the application starts, and again when
 * this process was put into another cgroup.
 */
final class OwnPlace {

	private final Path root;

	private @Nullable Place place;

	OwnPlace(Path root) {
		this.root = root;
	}

	/**
	 * Whether it is the own container.
	 * @param id its identifier
	 * @return whether it is
	 */
	boolean is(String id) {
		return is(id, place());
	}

	private static boolean is(String id, Place place) {
		String own = place.id();
		boolean alike = own != null && ContainerIds.abbreviate(id).equals(ContainerIds.abbreviate(own));
		return alike && (!ContainerIds.isOfTask(id) || id.equals(own));
	}

	/**
	 * Whether it is the own container, which in a namespace of its own may not know its
	 * identifier: the directory is the same, wherever it is mounted. The process may be
	 * in a cgroup below that of the container.
	 * @param id its identifier
	 * @param directory the directory of one of its controllers, or null
	 * @return whether it is
	 */
	boolean is(String id, @Nullable CgroupDirectory directory) {
		Object key = (directory != null) ? key(directory.path()) : null;
		Place place = place();
		return is(id, place) || (key != null && place.keys().contains(key));
	}

	private synchronized Place place() {
		Place current = this.place;
		if (current == null || hasMoved(current)) {
			current = find();
			this.place = current;
		}
		return current;
	}

	private static boolean hasMoved(Place place) {
		OwnContainer container = place.container();
		try {
			return container != null && container.hasMoved();
		}
		catch (IOException ex) {
			// it is where it was, as far as anyone knows
			return false;
		}
	}

	private Place find() {
		try {
			OwnContainer own = OwnContainer.find(this.root);
			CgroupDirectory memory = own.cgroups().directory("memory");
			return new Place(own, own.id(), (memory != null) ? keys(memory) : Set.of());
		}
		catch (IOException ex) {
			// on another system, or without /proc, there is none
			return new Place(null, null, Set.of());
		}
	}

	private static Set<Object> keys(CgroupDirectory directory) {
		return directory.upwards()
			.stream()
			.map((level) -> key(level.path()))
			.filter(Objects::nonNull)
			.collect(Collectors.toSet());
	}

	private static @Nullable Object key(Path directory) {
		try {
			return Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
		}
		catch (IOException ex) {
			return null;
		}
	}

	/**
	 * Where this process is.
	 *
	 * @param container what was found, or null
	 * @param id the identifier, its first characters, or null
	 * @param keys what the file system knows the directory of its memory by, and those
	 * above it
	 */
	private record Place(@Nullable OwnContainer container, @Nullable String id, Set<Object> keys) {

	}

}
