package dev.emp.metrics.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.emp.metrics.support.NetworkDevices;

/**
 * Tells network interfaces apart that have the same name one after the other: by the
 * number that the kernel gives to each or, where that is not to be seen, by a jump of
 * counters beyond those of another interface that goes back or away in the same look. Not
 * safe for use by several threads.
 *
 * @see <a href=
 * "https://docs.kernel.org/admin-guide/abi-testing.html#abi-sys-class-net-iface-ifindex">sysfs-class-net</a>
 */
final class Links {

	/** Looks until a speed is asked for again, which some drivers take time for. */
	private static final int ROUNDS = 20;

	private static final double BYTES_PER_MEGABIT = 125_000;

	/** What says less is no cable: tunnels say 10. */
	private static final long LEAST_SPEED = 100;

	/** Links of virtual machines are faster than they say. */
	private static final int TWICE = 2;

	private final NetworkDevices devices;

	private Map<String, Known> known = new HashMap<>();

	/**
	 * Create it without any interface.
	 * @param devices what the kernel shows of them
	 */
	Links(NetworkDevices devices) {
		this.devices = devices;
	}

	/**
	 * Look which interfaces they are.
	 * @param counters what the interfaces counted
	 * @return the same with their links
	 */
	List<InterfaceCounters> next(List<InterfaceCounters> counters) {
		Map<String, Known> before = this.known;
		this.known = new HashMap<>();
		for (InterfaceCounters each : counters) {
			Known link = before.remove(each.name());
			link = (link != null) ? link : new Known(each.name());
			link.look(each);
			this.known.put(each.name(), link);
		}
		List<Known> moved = new ArrayList<>(before.values());
		this.known.values().stream().filter(Known::wentBack).forEach(moved::add);
		moved.forEach(this::turn);
		return counters.stream().map((each) -> each.with(link(each.name()))).toList();
	}

	private Link link(String name) {
		Known link = this.known.get(name);
		return (link != null) ? link.link : Link.UNKNOWN;
	}

	private void turn(Known moved) {
		for (Known link : this.known.values()) {
			if (link.jumpedOver(moved)) {
				link.turn();
				moved.turn();
			}
		}
	}

	/**
	 * An interface that was there at the last look.
	 */
	private final class Known {

		private final String name;

		private double before = Double.NaN;

		private double now = Double.NaN;

		private long number = -1;

		private int turns;

		private int roundsLeft;

		private Link link = Link.UNKNOWN;

		Known(String name) {
			this.name = name;
		}

		void look(InterfaceCounters counters) {
			this.before = this.now;
			this.now = (double) counters.received() + counters.transmitted();
			long number = Links.this.devices.index(this.name);
			if (number != this.number || this.roundsLeft == 0 || isFasterThanKnown()) {
				this.number = number;
				this.roundsLeft = ROUNDS;
				long speed = Links.this.devices.speed(this.name);
				update((speed >= LEAST_SPEED) ? TWICE * speed * BYTES_PER_MEGABIT : Link.FASTEST);
			}
			this.roundsLeft--;
		}

		private boolean isFasterThanKnown() {
			// a link that was renegotiated would otherwise lose what it carries
			return this.now - this.before > this.link.bytesPerSecond();
		}

		private void update(double bytesPerSecond) {
			Object identity = (this.number >= 0) ? (Object) this.number
					: (this.turns > 0) ? this.name + '#' + this.turns : null;
			this.link = new Link(identity, bytesPerSecond);
		}

		void turn() {
			this.turns++;
			update(this.link.bytesPerSecond());
		}

		boolean wentBack() {
			return this.now < this.before;
		}

		/**
		 * Whether it may be another interface, which was renamed.
		 * @param other an interface that went back, or is gone
		 * @return whether it may be
		 */
		boolean jumpedOver(Known other) {
			// of one that is gone the last reading is the one before
			double last = other.wentBack() ? other.before : other.now;
			return this.number < 0 && this.before < last && last <= this.now;
		}

	}

}
