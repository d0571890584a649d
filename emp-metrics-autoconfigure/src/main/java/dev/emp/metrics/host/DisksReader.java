package dev.emp.metrics.host;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.KernelText;

/**
 * Reads {@code /proc/diskstats}. Not safe for use by several threads.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/iostats.html">I/O statistics
 * fields</a>
 */
final class DisksReader {

	/** Of the file, whatever the blocks of the disk are. */
	private static final long SECTOR = 512;

	private final NameTable names;

	DisksReader(NameTable names) {
		this.names = names;
	}

	/**
	 * Read the disks.
	 * @param diskstats the text of the file
	 * @return those that are wanted, in the order of the file
	 */
	List<DiskCounters> read(KernelText diskstats) {
		List<DiskCounters> disks = new ArrayList<>();
		this.names.begin();
		while (diskstats.nextLine()) {
			long number = number(diskstats.nextNumber(), diskstats.nextNumber());
			String name = diskstats.nextWord() ? this.names.next(diskstats) : null;
			DiskCounters disk = (name != null) ? parse(name, diskstats, number) : null;
			if (disk != null) {
				disks.add(disk);
			}
		}
		this.names.end();
		return disks;
	}

	private static @Nullable DiskCounters parse(String name, KernelText line, long number) {
		long reads = line.nextNumber();
		line.skip(1);
		long readBytes = bytes(line.nextNumber());
		line.skip(1);
		long writes = line.nextNumber();
		line.skip(1);
		long writtenBytes = bytes(line.nextNumber());
		line.skip(2);
		long busy = line.nextNumber();
		boolean known = reads >= 0 && readBytes >= 0 && writes >= 0 && writtenBytes >= 0;
		return known ? new DiskCounters(name, readBytes, writtenBytes, reads, writes, busy, number) : null;
	}

	private static long number(long major, long minor) {
		// of 12 and 20 bits
		return (major >= 0 && minor >= 0) ? (major << 20) + minor : -1;
	}

	private static long bytes(long sectors) {
		return (sectors <= Long.MAX_VALUE / SECTOR) ? sectors * SECTOR : -1;
	}

}
