package dev.emp.metrics.container;

import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A container as the Docker Engine lists it.
 *
 * @param id the identifier, 64 hexadecimal digits
 * @param name the name without the slash before it
 * @param image the name of the image
 * @param created seconds since 1970, which no younger container has
 * @param labels each as {@code key=value}
 * @param networkOwner the identifier or name of the container whose network it uses, or
 * null
 */
record ListedContainer(String id, String name, String image, long created, List<String> labels,
		@Nullable String networkOwner) {

	private static final String CONTAINER = "container:";

	static final Comparator<ListedContainer> OLDEST_FIRST = Comparator.comparingLong(ListedContainer::created)
		.thenComparing(ListedContainer::id);

	ListedContainer {
		labels = List.copyOf(labels);
	}

	/**
	 * Whose network a container uses, as an engine says it.
	 * @param mode what the engine says, or null
	 * @return the identifier or name of another container, or null if the network is its
	 * own, that of the machine, or none
	 */
	static @Nullable String networkOwner(@Nullable String mode) {
		return (mode != null && mode.startsWith(CONTAINER)) ? mode.substring(CONTAINER.length()) : null;
	}

	ContainerIdentity identity() {
		return ContainerIdentity.of(this.name, this.id, this.image);
	}

}
