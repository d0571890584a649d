package dev.emp.metrics.support;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What kinds of network interfaces there are, as the kernel shows them in its sys file
 * system, whatever their names are. Not safe for use by several threads.
 *
 * @see <a href=
 * "https://docs.kernel.org/admin-guide/abi-testing.html#abi-sys-class-net-iface-iflink">sysfs-class-net</a>
 */
public final class NetworkDevices {

	/** Of {@code linux/if_arp.h}. */
	private static final int LOOPBACK = 772;

	/** IP in IP, IPv6 in IPv6, IPv6 in IPv4, GRE, GRE over IPv6, and what has none. */
	private static final Set<Long> TUNNELS = Set.of(768L, 769L, 776L, 778L, 823L, 65534L);

	/** Tunnels, and what lies upon others, or upon none yet. */
	private static final Set<String> VIRTUAL_TYPES = Set.of("DEVTYPE=vxlan", "DEVTYPE=geneve", "DEVTYPE=wireguard",
			"DEVTYPE=gtp", "DEVTYPE=bareudp", "DEVTYPE=ppp", "DEVTYPE=bond", "DEVTYPE=team");

	/** More than a network has, so that made-up names cannot fill the memory. */
	private static final int MOST = 1000;

	/** What stands for bytes that are no characters. */
	private static final char REPLACEMENT = '\uFFFD';

	private final @Nullable Path folder;

	/** Read at each look, each into a buffer that is kept. */
	private final Map<String, KernelFile> indexes = new HashMap<>();

	/**
	 * Create it without looking.
	 * @param folder where the kernel has a folder for each interface, or null if it shows
	 * those of another network
	 */
	public NetworkDevices(@Nullable Path folder) {
		this.folder = folder;
	}

	/**
	 * Whether the network of this process is the machine's: the kernel shows the settings
	 * of all networks, such as the longest queue of received packets, in that one alone.
	 * @param proc where {@code /proc} is
	 * @return whether it is, as far as it can be seen
	 */
	public static boolean isOfMachine(Path proc) {
		return Files.exists(proc.resolve("sys/net/core/netdev_max_backlog"));
	}

	/**
	 * Whether the network of this process is not the machine's: the kernel shows the
	 * settings of one network, such as the longest queue of connections, in each.
	 * @param proc where {@code /proc} is
	 * @return whether it is another, as far as it can be seen
	 */
	public static boolean isOfAnother(Path proc) {
		return Files.exists(proc.resolve("sys/net/core/somaxconn")) && !isOfMachine(proc);
	}

	/**
	 * The names of all interfaces, but those that the encoding of file names does not
	 * have.
	 * @return the names; none where the folder cannot be read
	 */
	public Set<String> names() {
		Set<String> names = new HashSet<>();
		if (this.folder != null) {
			try (DirectoryStream<Path> entries = Files.newDirectoryStream(this.folder, Files::isDirectory)) {
				entries.forEach((entry) -> names.add(entry.getFileName().toString()));
				names.removeIf((name) -> name.indexOf(REPLACEMENT) >= 0);
			}
			catch (IOException | RuntimeException ex) {
				// not mounted
			}
		}
		return names;
	}

	/**
	 * The kind of an interface.
	 * @param name its name
	 * @return the kind
	 */
	public Kind kind(String name) {
		try {
			Path device = device(name);
			return (device != null && Files.isDirectory(device)) ? kind(device) : Kind.UNKNOWN;
		}
		catch (IOException | RuntimeException ex) {
			// gone meanwhile
			return Kind.UNKNOWN;
		}
	}

	/**
	 * The number of an interface, which no other gets after it.
	 * @param name its name
	 * @return the number, or -1 where the kernel does not show it
	 */
	public long index(String name) {
		KernelFile index = this.indexes.get(name);
		if (index == null) {
			Path device = device(name);
			if (device == null || !has(device, "ifindex")) {
				return -1;
			}
			if (this.indexes.size() >= MOST) {
				this.indexes.clear();
			}
			index = new KernelFile(device.resolve("ifindex"));
			this.indexes.put(name, index);
		}
		return number(index);
	}

	/**
	 * The speed of the link of an interface, which some drivers take time for.
	 * @param name its name
	 * @return megabits per second, or -1 where it has none
	 */
	public long speed(String name) {
		Path device = device(name);
		return (device != null && has(device, "speed")) ? number(device, "speed") : -1;
	}

	/**
	 * The number of the other end of an interface, or of what it lies upon, in whatever
	 * network that is.
	 * @param name its name
	 * @return the number, its own where there is none, or -1 where the kernel does not
	 * show it
	 */
	public long link(String name) {
		return number(name, "iflink");
	}

	/**
	 * The bytes that an interface has received.
	 * @param name its name
	 * @return the bytes, or -1 where the kernel does not show them
	 */
	public long received(String name) {
		return number(name, "statistics/rx_bytes");
	}

	/**
	 * Whether two interfaces are the ends of one pair. Numbers that fit are not enough,
	 * since those of other networks are the same; but what one end sends the other
	 * receives in the same moment.
	 * @param one the name of one
	 * @param other the name of the other
	 * @return whether they are
	 */
	public boolean isPair(String one, String other) {
		long link = link(one);
		return link >= 0 && !one.equals(other) && link == index(other) && link(other) == index(one)
				&& receives(one, other) && receives(other, one);
	}

	private boolean receives(String one, String other) {
		long before = received(one);
		long sent = number(other, "statistics/tx_bytes");
		return before <= sent && sent <= received(one);
	}

	private @Nullable Path device(String name) {
		boolean usable = !name.contains("/") && !name.startsWith(".");
		try {
			return (this.folder != null && usable) ? this.folder.resolve(name) : null;
		}
		catch (InvalidPathException ex) {
			// the encoding of file names does not have it, as ASCII has no accents
			return null;
		}
	}

	private static Kind kind(Path device) throws IOException {
		if (has(device, "device")) {
			// what is behind an interface of the hypervisor is counted there
			return has(device, "master/device") ? Kind.INNER : Kind.HARDWARE;
		}
		long link = number(device, "iflink");
		if (number(device, "type") == LOOPBACK || has(device, "bridge") || has(device, "brport")
				|| liesUponAnother(device)) {
			return Kind.INNER;
		}
		if (link < 0) {
			return Kind.UNKNOWN;
		}
		// without a link, that of the other end, it is its own
		boolean alone = link == 0 || (link == number(device, "ifindex") && !hasSpeed(device));
		return (alone || isVirtual(device)) ? Kind.VIRTUAL : Kind.PEER;
	}

	/**
	 * Whether the driver tells a speed, if only that it is unknown. Pairs and what lies
	 * upon others do, and have links that may be the same number in another network; what
	 * is its own link refuses it, but for tunnels and bonds.
	 * @param device the folder of the interface
	 * @return whether it does
	 */
	private static boolean hasSpeed(Path device) {
		try {
			return new KernelFile(device.resolve("speed")).read().nextLine();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static boolean liesUponAnother(Path device) throws IOException {
		// a VLAN, a bond, or the like, as long as what it lies upon is in this network
		try (DirectoryStream<Path> lower = Files.newDirectoryStream(device, "lower_*")) {
			return lower.iterator().hasNext();
		}
	}

	private static boolean isVirtual(Path device) {
		if (TUNNELS.contains(number(device, "type")) || has(device, "tun_flags")) {
			return true;
		}
		try {
			KernelText text = new KernelFile(device.resolve("uevent")).read();
			while (text.nextLine()) {
				if (text.nextWord() && VIRTUAL_TYPES.contains(text.word())) {
					return true;
				}
			}
		}
		catch (IOException ex) {
			// none of these
		}
		return false;
	}

	private static boolean has(Path device, String file) {
		return Files.exists(device.resolve(file));
	}

	private long number(String name, String file) {
		Path device = device(name);
		return (device != null) ? number(device, file) : -1;
	}

	private static long number(Path device, String file) {
		return number(new KernelFile(device.resolve(file)));
	}

	private static long number(KernelFile file) {
		try {
			KernelText text = file.read();
			return text.nextLine() ? text.nextNumber() : -1;
		}
		catch (IOException ex) {
			// gone, or refused: the speed of what has none
			return -1;
		}
	}

	/**
	 * A kind of interface.
	 */
	public enum Kind {

		/** Hardware, or what a hypervisor shows as such. */
		HARDWARE,

		/** One end of a pair, or upon an interface of another network. */
		PEER,

		/** A tunnel, or nothing but software. */
		VIRTUAL,

		/**
		 * The loopback, a bridge or its port, or what lies upon another interface: its
		 * bytes stay here, or are counted there.
		 */
		INNER,

		/** The kernel does not show it. */
		UNKNOWN

	}

}
