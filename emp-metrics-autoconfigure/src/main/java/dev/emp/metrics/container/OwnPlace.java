package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.Lazy;

/**
 * Tells the own container among those of the machine, so that it is metered once. Looked
 * up at first use, since nothing is read while the application starts.
 */
final class OwnPlace {

	private final Path root;

	private final Lazy<Place> place;

	OwnPlace(Path root) {
		this.root = root;
		this.place = new Lazy<>(this::find);
	}

	/**
	 * Whether it is the own container.
	 * @param id its identifier
	 * @return whether it is
	 */
	boolean is(String id) {
		String own = this.place.get().id();
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
		return is(id) || (key != null && this.place.get().keys().contains(key));
	}

	private Place find() {
		try {
			OwnContainer own = OwnContainer.find(this.root);
			CgroupDirectory memory = own.cgroups().directory("memory");
			return new Place(own.id(), (memory != null) ? keys(memory) : Set.of());
		}
		catch (IOException ex) {
			// on another system, or without /proc, there is none
			return new Place(null, Set.of());
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
	 * @param id the identifier, its first characters, or null
	 * @param keys what the file system knows the directory of its memory by, and those
	 * above it
	 */
	private record Place(@Nullable String id, Set<Object> keys) {

	}

}
