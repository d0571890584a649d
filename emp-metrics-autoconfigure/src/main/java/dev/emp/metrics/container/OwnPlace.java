package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

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
		boolean whole = own == null || own.length() > ContainerIds.SHORT_LENGTH;
		return whole ? id.equals(own) : id.startsWith(own);
	}

	/**
	 * Whether it is the own container, which in a namespace of its own may not know its
	 * identifier: the directory is the same, wherever it is mounted.
	 * @param id its identifier
	 * @param directory the directory of one of its controllers, or null
	 * @return whether it is
	 */
	boolean is(String id, @Nullable CgroupDirectory directory) {
		Object key = (directory != null) ? key(directory.path()) : null;
		return is(id) || (key != null && key.equals(this.place.get().key()));
	}

	private Place find() {
		try {
			OwnContainer own = OwnContainer.find(this.root);
			CgroupDirectory memory = own.cgroups().directory("memory");
			return new Place(own.id(), (memory != null) ? key(memory.path()) : null);
		}
		catch (IOException ex) {
			// on another system, or without /proc, there is none
			return new Place(null, null);
		}
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
	 * @param key what the file system knows the directory of its memory by, or null
	 */
	private record Place(@Nullable String id, @Nullable Object key) {

	}

}
