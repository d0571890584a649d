package dev.emp.metrics.container;

import java.util.Comparator;
import java.util.List;

/**
 * A container as the Docker Engine lists it.
 *
 * @param id the identifier, 64 hexadecimal digits
 * @param name the name without the slash before it
 * @param image the name of the image
 * @param created seconds since 1970, which no younger container has
 * @param labels each as {@code key=value}
 */
record ListedContainer(String id, String name, String image, long created, List<String> labels) {

	static final Comparator<ListedContainer> OLDEST_FIRST = Comparator.comparingLong(ListedContainer::created)
		.thenComparing(ListedContainer::id);

	ListedContainer {
		labels = List.copyOf(labels);
	}

	ContainerIdentity identity() {
		return ContainerIdentity.of(this.name, this.id, this.image);
	}

}
