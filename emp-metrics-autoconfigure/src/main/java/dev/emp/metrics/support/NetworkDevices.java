package dev.emp.metrics.support;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What kinds of network interfaces there are, as the kernel shows them in its sys file
 * system, whatever their names are.
 *
 * @see <a href=
 * "https://docs.kernel.org/admin-guide/abi-testing.html#abi-sys-class-net-iface-iflink">sysfs-class-net</a>
 */
public final class NetworkDevices {

	/** Of {@code linux/if_arp.h}. */
	private static final int LOOPBACK = 772;

	/** IP in IP, IPv6 in IPv6, IPv6 in IPv4, GRE, GRE over IPv6, and what has none. */
	private static final Set<Long> TUNNELS = Set.of(768L, 769L, 776L, 778L, 823L, 65534L);

	private static final Set<String> TUNNEL_TYPES = Set.of("DEVTYPE=vxlan", "DEVTYPE=geneve", "DEVTYPE=wireguard",
			"DEVTYPE=gtp", "DEVTYPE=bareudp", "DEVTYPE=ppp");

	private final @Nullable Path folder;

	/**
	 * Create it without looking.
	 * @param folder where the kernel has a folder for each interface, or null if it shows
	 * those of another network
	 */
	public NetworkDevices(@Nullable Path folder) {
		this.folder = folder;
	}

	/**
	 * The names of all interfaces.
	 * @return the names; none where the folder cannot be read
	 */
	public Set<String> names() {
		Set<String> names = new HashSet<>();
		if (this.folder != null) {
			try (DirectoryStream<Path> entries = Files.newDirectoryStream(this.folder, Files::isDirectory)) {
				entries.forEach((entry) -> names.add(entry.getFileName().toString()));
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
		Path folder = this.folder;
		if (folder == null || name.contains("/") || name.startsWith(".")) {
			return Kind.UNKNOWN;
		}
		try {
			Path device = folder.resolve(name);
			return Files.isDirectory(device) ? kind(device) : Kind.UNKNOWN;
		}
		catch (IOException | RuntimeException ex) {
			// gone meanwhile
			return Kind.UNKNOWN;
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
		return (link == number(device, "ifindex") || link == 0 || isTunnel(device)) ? Kind.VIRTUAL : Kind.PEER;
	}

	private static boolean liesUponAnother(Path device) throws IOException {
		// a VLAN, a bond, or the like, as long as what it lies upon is in this network
		try (DirectoryStream<Path> lower = Files.newDirectoryStream(device, "lower_*")) {
			return lower.iterator().hasNext();
		}
	}

	private static boolean isTunnel(Path device) {
		if (TUNNELS.contains(number(device, "type")) || has(device, "tun_flags")) {
			return true;
		}
		try {
			KernelText text = new KernelFile(device.resolve("uevent")).read();
			while (text.nextLine()) {
				if (text.nextWord() && TUNNEL_TYPES.contains(text.word())) {
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

	private static long number(Path device, String file) {
		try {
			KernelText text = new KernelFile(device.resolve(file)).read();
			return text.nextLine() ? text.nextNumber() : -1;
		}
		catch (IOException ex) {
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
