package dev.emp.metrics.host;

import java.io.IOException;

import dev.emp.metrics.support.KernelText;

/**
 * Reads {@code /proc/meminfo}. Not safe for use by several threads.
 */
final class MemoryReader {

	private static final long LARGEST_KIB = Long.MAX_VALUE / 1024 / 4;

	private long total;

	private long free;

	private long available;

	private long buffers;

	private long cached;

	private long shared;

	private long reclaimable;

	/**
	 * Read the memory.
	 * @param meminfo the text of the file
	 * @return what is known
	 * @throws IOException if the text is another
	 */
	MemoryReading read(KernelText meminfo) throws IOException {
		this.total = -1;
		this.free = -1;
		this.available = -1;
		this.buffers = -1;
		this.cached = -1;
		this.shared = 0;
		this.reclaimable = 0;
		while (meminfo.nextLine()) {
			if (meminfo.nextWord()) {
				note(meminfo);
			}
		}
		if (this.total <= 0 || this.free < 0) {
			throw new IOException("There is no MemTotal, or no MemFree");
		}
		return reading();
	}

	private void note(KernelText line) {
		if (line.is("MemTotal:")) {
			this.total = bytes(line);
		}
		else if (line.is("MemFree:")) {
			this.free = bytes(line);
		}
		else if (line.is("MemAvailable:")) {
			this.available = bytes(line);
		}
		else if (line.is("Buffers:")) {
			this.buffers = bytes(line);
		}
		else if (line.is("Cached:")) {
			this.cached = bytes(line);
		}
		else if (line.is("Shmem:")) {
			this.shared = Math.max(0, bytes(line));
		}
		else if (line.is("SReclaimable:")) {
			this.reclaimable = Math.max(0, bytes(line));
		}
	}

	private static long bytes(KernelText line) {
		long kib = line.nextNumber();
		return (kib >= 0 && kib <= LARGEST_KIB) ? kib * 1024 : -1;
	}

	private MemoryReading reading() {
		long files = (this.cached >= 0) ? this.cached + this.reclaimable : -1;
		// kernels before 3.14 do not estimate it; what is shared, as in a tmpfs, is part
		// of what is cached and has no other place to go to
		long estimate = (this.available >= 0) ? this.available
				: this.free + Math.max(0, this.buffers) + Math.max(0, files - this.shared);
		return new MemoryReading(this.total, within(estimate), within(this.free), within(this.buffers), within(files));
	}

	private long within(long bytes) {
		return Math.min(bytes, this.total);
	}

}
