package dev.emp.metrics.container;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells for which container a network counts that several use, as
 * {@code --network container:x} makes it: for the own container, which is metered
 * elsewhere, otherwise for the one whose network it is or, where that is not metered, for
 * the first that uses it.
 */
final class SharedNetworks {

	/** More of them in a row are a circle. */
	private static final int MOST_STEPS = 10;

	/** From a name to its container, and from that to the one whose network it uses. */
	private final Map<String, String> owners = new HashMap<>();

	private final Set<String> counted = new HashSet<>();

	/**
	 * Create it for all containers that there are.
	 * @param listed the containers, metered or not
	 */
	SharedNetworks(List<ListedContainer> listed) {
		for (ListedContainer container : listed) {
			this.owners.put(container.name(), container.id());
			if (container.networkOwner() != null) {
				this.owners.put(container.id(), container.networkOwner());
			}
		}
	}

	/**
	 * Note a container whose network is metered elsewhere.
	 * @param id its identifier
	 */
	void own(String id) {
		this.counted.add(owner(id));
	}

	/**
	 * Tell each container whether its network counts for it.
	 * @param metered the containers that are metered, the first of which come first
	 */
	void share(List<DockerContainer> metered) {
		for (DockerContainer container : metered) {
			String owner = container.networkOwner();
			if (owner != null) {
				this.owners.put(container.id(), owner);
			}
		}
		metered.stream().filter(this::isOwner).forEach(this::count);
		metered.stream().filter((container) -> !isOwner(container)).forEach(this::count);
	}

	private boolean isOwner(DockerContainer container) {
		return owner(container.id()).equals(container.id());
	}

	private void count(DockerContainer container) {
		container.countsNetwork(this.counted.add(owner(container.id())));
	}

	private String owner(String id) {
		String owner = id;
		for (int i = 0; i < MOST_STEPS && this.owners.containsKey(owner); i++) {
			owner = this.owners.getOrDefault(owner, owner);
		}
		return owner;
	}

}
