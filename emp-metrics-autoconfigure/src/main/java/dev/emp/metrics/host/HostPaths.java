package dev.emp.metrics.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.LocalPaths;
import dev.emp.metrics.support.NetworkDevices;

/**
 * Where the proc and sys file systems of the machine are, which in a container may be
 * mounted elsewhere than its own.
 *
 * @param proc the proc file system
 * @param sys the sys file system
 */
record HostPaths(Path proc, Path sys) {

	private static final Log logger = LogFactory.getLog(HostPaths.class);

	private static final Path MOUNTED_PROC = Path.of("/host/proc");

	/**
	 * Find them.
	 * @param proc what the user says, or null
	 * @param sys what the user says, or null
	 * @return the paths
	 */
	static HostPaths of(@Nullable String proc, @Nullable String sys) {
		Path chosen = (proc != null) ? LocalPaths.of(proc)
				: Files.isReadable(MOUNTED_PROC.resolve("stat")) ? MOUNTED_PROC : Path.of("/proc");
		if (sys != null && !Files.isDirectory(LocalPaths.of(sys).resolve("block"))) {
			logger.warn(sys + " is not the sys file system of a machine: partitions are metered beside their disks. "
					+ "Mount that there, or mend or remove the property emp.metrics.host.sys-path.");
		}
		return new HostPaths(chosen, (sys != null) ? LocalPaths.of(sys) : sysBeside(chosen));
	}

	/**
	 * The sys file system that belongs to a proc file system.
	 * @param proc the proc file system
	 * @return what is beside it, otherwise the usual one, which has the disks of the
	 * machine in a container too
	 */
	private static Path sysBeside(Path proc) {
		Path beside = proc.resolveSibling("sys");
		return Files.isDirectory(beside.resolve("block")) ? beside : Path.of("/sys");
	}

	/**
	 * Whether a block device is a whole disk, and no part of one.
	 * @param device its name
	 * @return whether it is, or nobody knows
	 */
	boolean isWholeDisk(String device) {
		Path block = this.sys.resolve("block");
		try {
			// a slash in a name is an exclamation mark there
			return Files.exists(block.resolve(device.replace('/', '!'))) || !Files.isDirectory(block);
		}
		catch (InvalidPathException ex) {
			// the encoding of file names does not have it
			return true;
		}
	}

	/**
	 * Whether the proc file system shows processes, whatever else.
	 * @return whether it does
	 */
	boolean showsProcesses() {
		return Files.exists(this.proc.resolve("self/stat")) || Files.exists(this.proc.resolve("1/stat"));
	}

	/**
	 * The counters of the network interfaces of the machine itself. Each process has
	 * those of its own network in {@code net/dev}, and the first process of the machine
	 * has the machine's. In a container with the proc file system of its own the first
	 * process is one of the container, and the machine's interfaces cannot be seen.
	 * @return the file below the proc file system, or null if there is none
	 */
	@Nullable String networkOfMachine() {
		if (isOfMachine()) {
			return "1/net/dev";
		}
		// no kernel thread to be seen, since other processes are hidden from this one
		return isInMachine() ? "self/net/dev" : null;
	}

	/**
	 * Where the sys file system shows the interfaces of the machine. One that belongs to
	 * another network, as that of a container does, has others of the same names.
	 * @return the folder, or null if there is none that is known to be the machine's
	 */
	@Nullable Path interfacesOfMachine() {
		Path folder = this.sys.resolve("class/net");
		boolean usual = this.sys.equals(Path.of("/sys"));
		return (usual && !NetworkDevices.isOfMachine(Path.of("/proc"))) ? null : folder;
	}

	/**
	 * Whether the proc file system shows all processes of the machine, of which the
	 * second is the kernel's own.
	 * @return whether it does
	 */
	private boolean isOfMachine() {
		try {
			return Files.readString(this.proc.resolve("2/comm")).equals("kthreadd\n");
		}
		catch (IOException | RuntimeException ex) {
			return false;
		}
	}

	/**
	 * Whether this process is in the machine's own namespace of processes, whose number
	 * the kernel fixes, and in its network.
	 * @return whether it is
	 */
	private boolean isInMachine() {
		try {
			return Files.readSymbolicLink(this.proc.resolve("self/ns/pid")).toString().equals("pid:[4026531836]")
					&& !NetworkDevices.isOfAnother(this.proc);
		}
		catch (IOException | RuntimeException ex) {
			return false;
		}
	}

}
