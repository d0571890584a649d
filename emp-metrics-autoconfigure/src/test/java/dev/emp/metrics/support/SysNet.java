package dev.emp.metrics.support;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Network interfaces as {@code /sys/class/net} of Linux 6.18 shows them, in a folder.
 */
public final class SysNet {

	private static final int ETHERNET = 1;

	private static final int LOOPBACK = 772;

	private final Path folder;

	private int next;

	/**
	 * Create it without an interface.
	 * @param sys what stands for {@code /sys}
	 * @throws IOException if the folder cannot be made
	 */
	public SysNet(Path sys) throws IOException {
		this.folder = Files.createDirectories(sys.resolve("class/net"));
	}

	public Path folder() {
		return this.folder;
	}

	public SysNet loopback() throws IOException {
		return virtual("lo", LOOPBACK);
	}

	public SysNet hardware(String name) throws IOException {
		Files.createDirectories(virtual(name, ETHERNET).folder.resolve(name).resolve("device"));
		return this;
	}

	public SysNet virtual(String name, int type) throws IOException {
		this.next++;
		return add(name, type, this.next, this.next);
	}

	/**
	 * An end of a pair whose other end is elsewhere, or a child of what is elsewhere.
	 * @param name its name
	 * @return this
	 * @throws IOException if that fails
	 */
	public SysNet pair(String name) throws IOException {
		this.next++;
		return add(name, ETHERNET, this.next, this.next + 1000);
	}

	/**
	 * Let an interface have a link, the number of its other end.
	 * @param name its name
	 * @param index its own number
	 * @param link the number of the other end
	 * @return this
	 * @throws IOException if that fails
	 */
	public SysNet link(String name, int index, int link) throws IOException {
		return add(name, ETHERNET, index, link);
	}

	/**
	 * Let an interface tell a speed, as pairs do.
	 * @param name its name
	 * @param speed megabits per second, -1 if it is unknown
	 * @return this
	 * @throws IOException if that fails
	 */
	public SysNet speed(String name, int speed) throws IOException {
		Files.writeString(this.folder.resolve(name).resolve("speed"), speed + "\n");
		return this;
	}

	public SysNet counted(String name, long received, long sent) throws IOException {
		Path statistics = Files.createDirectories(this.folder.resolve(name).resolve("statistics"));
		Files.writeString(statistics.resolve("rx_bytes"), received + "\n");
		Files.writeString(statistics.resolve("tx_bytes"), sent + "\n");
		return this;
	}

	/**
	 * Add an interface whose name is no text in any encoding.
	 * @return this
	 * @throws IOException if that fails
	 */
	public SysNet unreadable() throws IOException {
		Files.createDirectories(Path.of(URI.create(this.folder.toUri() + "n%FF%FE")));
		return this;
	}

	public SysNet bridge(String name) throws IOException {
		virtual(name, ETHERNET).type(name, "bridge");
		Files.createDirectories(this.folder.resolve(name).resolve("bridge"));
		return this;
	}

	public SysNet port(String name) throws IOException {
		Files.createDirectories(pair(name).folder.resolve(name).resolve("brport"));
		return this;
	}

	public SysNet upon(String name, String lower) throws IOException {
		Files.createDirectories(pair(name).folder.resolve(name).resolve("lower_" + lower));
		return this;
	}

	public SysNet type(String name, String type) throws IOException {
		Files.writeString(this.folder.resolve(name).resolve("uevent"),
				"DEVTYPE=" + type + "\nINTERFACE=" + name + "\nIFINDEX=1\n");
		return this;
	}

	public SysNet with(String name, String folder) throws IOException {
		Files.createDirectories(this.folder.resolve(name).resolve(folder));
		return this;
	}

	private SysNet add(String name, int type, int index, int link) throws IOException {
		Path device = Files.createDirectories(this.folder.resolve(name));
		Files.writeString(device.resolve("type"), type + "\n");
		Files.writeString(device.resolve("ifindex"), index + "\n");
		Files.writeString(device.resolve("iflink"), link + "\n");
		Files.writeString(device.resolve("uevent"), "INTERFACE=" + name + "\nIFINDEX=" + index + "\n");
		return this;
	}

}
