package dev.emp.metrics.container;

import java.io.IOException;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.container.ContainerReading.Cpu;
import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.container.ContainerReading.Memory;
import dev.emp.metrics.support.KernelFile;
import dev.emp.metrics.support.KernelText;

/**
 * The files of one cgroup that are there. A controller whose file is missing later is
 * unknown, and looked for again the next time; where all are, the cgroup is gone. Not
 * safe for use by several threads.
 */
final class Cgroup {

	/**
	 * How many looks there are from one for files that were not there to the next: a
	 * controller may come with a limit that somebody sets, or by delegation.
	 */
	static final int LOOKS = 10;

	private final CgroupCpu cpu = new CgroupCpu();

	private final CgroupDisk disk;

	private Function<String, @Nullable CgroupDirectory> directories;

	private @Nullable CgroupMemory memory;

	private @Nullable KernelFile pids;

	private @Nullable IOException failure;

	/**
	 * Look for the files.
	 * @param directories the directory of a controller by its name in v1, or null
	 * @param disks which block devices count, by their numbers
	 */
	Cgroup(Function<String, @Nullable CgroupDirectory> directories, Predicate<String> disks) {
		this.disk = new CgroupDisk(disks);
		this.directories = directories;
		look(directories);
	}

	/**
	 * Look for the files again. What was counted goes on.
	 * @param directories the directory of a controller by its name in v1, or null
	 */
	void look(Function<String, @Nullable CgroupDirectory> directories) {
		this.directories = directories;
		CgroupDirectory memory = directories.apply("memory");
		CgroupDirectory pids = directories.apply("pids");
		this.cpu.look(directories.apply("cpuacct"), directories.apply("cpu"));
		this.memory = look(this.memory, memory);
		this.disk.look(directories.apply("blkio"));
		this.pids = (pids != null) ? pids.file("pids.current") : null;
	}

	private static @Nullable CgroupMemory look(@Nullable CgroupMemory before, @Nullable CgroupDirectory directory) {
		if (before == null || directory == null) {
			return (directory != null) ? new CgroupMemory(directory) : null;
		}
		before.look(directory);
		return before;
	}

	/**
	 * Read all of it.
	 * @param network what is known of the network
	 * @param uptime seconds since the container was started, or NaN
	 * @return the reading
	 * @throws IOException if the files that were there are gone
	 */
	ContainerReading read(Io network, double uptime) throws IOException {
		if (this.failure != null) {
			look(this.directories);
		}
		this.failure = null;
		double time = read(this.cpu::time, Double.NaN);
		Cpu cpu = read(() -> this.cpu.read(time), new Cpu(time, Double.NaN, Double.NaN));
		Memory memory = (this.memory != null) ? read(this.memory::read, Memory.UNKNOWN) : Memory.UNKNOWN;
		Io disk = read(this.disk::read, Io.UNKNOWN);
		double pids = read(this::pids, Double.NaN);
		boolean nothing = cpu.equals(Cpu.UNKNOWN) && memory.equals(Memory.UNKNOWN) && disk.equals(Io.UNKNOWN)
				&& Double.isNaN(pids);
		if (this.failure != null && nothing) {
			throw this.failure;
		}
		return new ContainerReading(cpu, memory, disk, network, pids, Double.NaN, uptime);
	}

	private <T> T read(Part<T> part, T unknown) {
		try {
			return part.read();
		}
		catch (IOException ex) {
			this.failure = ex;
			return unknown;
		}
	}

	private double pids() throws IOException {
		if (this.pids == null) {
			return Double.NaN;
		}
		KernelText text = this.pids.read();
		return text.nextLine() ? KernelText.orUnknown(text.nextNumber()) : Double.NaN;
	}

	/**
	 * Reads the files of one controller.
	 */
	private interface Part<T> {

		T read() throws IOException;

	}

}
