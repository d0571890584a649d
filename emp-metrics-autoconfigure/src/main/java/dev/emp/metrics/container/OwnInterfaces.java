package dev.emp.metrics.container;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import dev.emp.metrics.support.NetworkDevices;
import dev.emp.metrics.support.NetworkDevices.Kind;

/**
 * Which interfaces of the own network lead out of it, so that what passes a bridge or a
 * tunnel as well is counted once. Not safe for use by several threads.
 */
final class OwnInterfaces {

	private static final String LOOPBACK = "lo";

	/**
	 * Looks until the kinds are looked up again, since a port is made before it is one,
	 * and until a network that is not shown is looked for again.
	 */
	private static final int ROUNDS = 10;

	/**
	 * Looks until it is clear that another network is shown, and not one that changes.
	 */
	private static final int TRIES = 3;

	private final NetworkDevices devices;

	private final ShownNetwork network;

	private final DefaultRoutes routes;

	private final Map<String, Kind> kinds = new HashMap<>();

	private Set<Kind> leadOut = EnumSet.noneOf(Kind.class);

	/** Bridges and the like that are the only way. */
	private Set<String> onlyWays = Set.of();

	/** Whether the kernel shows this network and no other. */
	private boolean shown;

	private int looks;

	private int roundsLeft;

	OwnInterfaces(NetworkDevices devices, ShownNetwork network, DefaultRoutes routes) {
		this.devices = devices;
		this.network = network;
		this.routes = routes;
	}

	/**
	 * Begin a look.
	 * @return whether it takes the names of all interfaces, and false where nobody knows
	 * their kinds
	 */
	boolean begin() {
		this.looks++;
		return this.shown || this.looks <= TRIES || this.looks % ROUNDS == 0;
	}

	/**
	 * Look which interfaces there are.
	 * @param names the names of all interfaces
	 * @throws IOException if the kernel does not list them
	 */
	void look(Set<String> names) throws IOException {
		this.shown = this.shown || this.network.isOwn(names);
		if (this.shown) {
			update(names);
		}
	}

	private void update(Set<String> names) {
		boolean changed = !this.kinds.keySet().equals(names);
		if (changed || this.roundsLeft == 0) {
			// once more with the next look after a change
			this.roundsLeft = changed ? 1 : ROUNDS;
			find(names);
		}
		this.roundsLeft--;
	}

	private void find(Set<String> names) {
		this.kinds.keySet().retainAll(names);
		names.forEach((name) -> this.kinds.merge(name, this.devices.kind(name),
				(before, now) -> (now != Kind.UNKNOWN) ? now : before));
		findPairs(names);
		Set<Kind> found = new HashSet<>(this.kinds.values());
		this.leadOut = EnumSet.of(Kind.HARDWARE, Kind.PEER, Kind.UNKNOWN);
		this.onlyWays = Set.of();
		if (!found.contains(Kind.HARDWARE) && !found.contains(Kind.PEER)) {
			// a bridge whose port leads out, which nothing tells from that of a container
			this.onlyWays = this.routes.interfaces();
			this.onlyWays.removeIf((name) -> this.kinds.get(name) != Kind.INNER);
			this.onlyWays.remove(LOOPBACK);
			if (this.onlyWays.isEmpty()) {
				// what else there is, as in a container without privileges
				this.leadOut.add(Kind.VIRTUAL);
			}
		}
	}

	/**
	 * What passes a pair with both ends in this network stays in it.
	 * @param names all interfaces
	 */
	private void findPairs(Set<String> names) {
		Map<Long, String> byIndex = new HashMap<>();
		names.forEach((name) -> byIndex.put(this.devices.index(name), name));
		for (Map.Entry<String, Kind> each : this.kinds.entrySet()) {
			String name = each.getKey();
			String other = (each.getValue() == Kind.PEER) ? byIndex.get(this.devices.link(name)) : null;
			if (other != null && this.devices.isPair(name, other)) {
				each.setValue(Kind.INNER);
			}
		}
	}

	/**
	 * Whether an interface counts.
	 * @param name its name
	 * @return whether it leads out; all but the loopback where nobody knows
	 */
	boolean count(String name) {
		return !name.equals(LOOPBACK) && (!this.shown || this.onlyWays.contains(name)
				|| this.leadOut.contains(this.kinds.getOrDefault(name, Kind.INNER)));
	}

	/**
	 * What tells an interface from another that has its name before or after it.
	 * @param name its name
	 * @return the number that the kernel gives to it, or the name where nobody knows
	 */
	Object thing(String name) {
		long index = this.shown ? this.devices.index(name) : -1;
		return (index >= 0) ? (Object) index : name;
	}

}
