package dev.emp.metrics.container;

import java.io.IOException;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.support.Growth;
import dev.emp.metrics.support.KernelFile;
import dev.emp.metrics.support.KernelText;

/**
 * Bytes that a cgroup read from and wrote to all devices together. Those that lie upon
 * others are left out, since the kernel counts the same bytes below. Not safe for use by
 * several threads.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html#io">cgroup v2</a>
 */
final class CgroupDisk {

	private static final String[] V1_FILES = { "blkio.throttle.io_service_bytes_recursive",
			"blkio.throttle.io_service_bytes" };

	private static final String[] V2_FILES = { "io.stat" };

	/** Stands for the devices that were not used yet. */
	private static final String NOTHING = "";

	private @Nullable KernelFile file;

	private final Predicate<String> counts;

	private final IoSum sum = new IoSum(Growth.Most.DISK_BYTES);

	private boolean unified;

	/**
	 * Create it without a file.
	 * @param counts which devices count, by their numbers
	 */
	CgroupDisk(Predicate<String> counts) {
		this.counts = counts;
	}

	/**
	 * Look for the file.
	 * @param directory where devices are accounted, or null
	 */
	void look(@Nullable CgroupDirectory directory) {
		this.unified = directory != null && directory.unified();
		this.file = (directory != null) ? directory.file(this.unified ? V2_FILES : V1_FILES) : null;
	}

	Io read() throws IOException {
		return (this.file != null) ? parse(this.file.read()) : Io.UNKNOWN;
	}

	/**
	 * Parse lines such as {@code 8:0 rbytes=1 wbytes=2 rios=3} of v2, or
	 * {@code 8:0 Read 1} of v1. A device that was never used has none. Of v1 no device at
	 * all may also mean that nobody counts: since Linux 6.10 it begins with the first
	 * limit that anybody sets for a device.
	 * @param text the text
	 * @return the sums
	 */
	Io parse(KernelText text) {
		boolean counted = this.unified;
		while (text.nextLine()) {
			if (text.nextWord()) {
				counted |= parseWords(text.word(), text);
			}
		}
		if (counted) {
			this.sum.add(NOTHING, 0, 0);
		}
		return this.sum.next();
	}

	private boolean parseWords(String device, KernelText text) {
		boolean counted = false;
		while (text.nextWord()) {
			if (text.startsWith("rbytes=")) {
				add(device, text.number("rbytes=".length()), -1);
			}
			else if (text.startsWith("wbytes=")) {
				add(device, -1, text.number("wbytes=".length()));
			}
			else if (text.is("Read")) {
				counted = true;
				add(device, text.nextNumber(), -1);
			}
			else if (text.is("Write")) {
				add(device, -1, text.nextNumber());
			}
		}
		return counted;
	}

	private void add(String device, long in, long out) {
		if (this.counts.test(device)) {
			this.sum.add(device, KernelText.orUnknown(in), KernelText.orUnknown(out));
		}
	}

}
