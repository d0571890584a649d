package dev.emp.metrics.support;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells which block devices lie upon others, as those of the device mapper, of RAID and
 * bcache do, and loop devices with direct I/O: the kernel counts what they read and write
 * a second time, at the devices below. Not safe for use by several threads.
 *
 * @see <a href=
 * "https://docs.kernel.org/admin-guide/abi-testing.html#abi-sys-block-disk-slaves">sysfs-block</a>
 */
public final class BlockDevices {

	/** More than a machine has, so that made-up names cannot fill the memory. */
	private static final int MOST = 1000;

	private final Path folder;

	private final Map<String, Boolean> stacked = new HashMap<>();

	/**
	 * Create it without looking.
	 * @param folder where the kernel has a folder for each device: {@code /sys/block} by
	 * name, {@code /sys/dev/block} by number
	 */
	public BlockDevices(Path folder) {
		this.folder = folder;
	}

	/**
	 * The block devices of a machine by their numbers, which the kernel shows in each
	 * container as well.
	 * @param root the root of the file system
	 * @return the devices; nothing is read yet
	 */
	public static BlockDevices byNumber(Path root) {
		return new BlockDevices(root.resolve("sys/dev/block"));
	}

	/**
	 * Whether a device lies upon no other, or nobody knows. It is looked at once.
	 * @param device its name or its number, as the folder has it
	 * @return whether what it reads and writes is counted nowhere else
	 */
	public boolean isLowest(String device) {
		Boolean known = this.stacked.get(device);
		if (known == null) {
			known = isStacked(device);
			if (this.stacked.size() >= MOST) {
				this.stacked.clear();
			}
			this.stacked.put(device, known);
		}
		return !known;
	}

	private boolean isStacked(String device) {
		// a slash in a name is an exclamation mark there
		String entry = device.replace('/', '!');
		if (entry.isEmpty() || entry.startsWith(".")) {
			return false;
		}
		try (DirectoryStream<Path> below = Files.newDirectoryStream(this.folder.resolve(entry).resolve("slaves"))) {
			return below.iterator().hasNext() || isDirectLoop(this.folder.resolve(entry));
		}
		catch (IOException | RuntimeException ex) {
			// not mounted, gone meanwhile, or no name of a file
			return false;
		}
	}

	/**
	 * A loop device passes on what is read and written, unless that goes through the page
	 * cache, where others read and write it later.
	 * @param device the folder of the device
	 * @return whether it is a loop device with direct I/O
	 * @throws IOException if it is gone
	 */
	private static boolean isDirectLoop(Path device) throws IOException {
		Path direct = device.resolve("loop/dio");
		return Files.exists(direct) && Files.readString(direct).startsWith("1");
	}

}
