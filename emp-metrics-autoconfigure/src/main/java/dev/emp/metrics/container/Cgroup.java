package dev.emp.metrics.container;

import java.io.IOException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.container.ContainerReading.Cpu;
import dev.emp.metrics.container.ContainerReading.Io;
import dev.emp.metrics.container.ContainerReading.Memory;
import dev.emp.metrics.support.KernelFile;
import dev.emp.metrics.support.KernelText;

/**
 * The files of one cgroup that are there. A file that is missing later is an error: the
 * cgroup is gone. Not safe for use by several threads.
 */
final class Cgroup {

	private final CgroupCpu cpu;

	private final @Nullable CgroupMemory memory;

	private final @Nullable CgroupDisk disk;

	private final @Nullable KernelFile pids;

	/**
	 * Look for the files.
	 * @param directories the directory of a controller by its name in v1, or null
	 */
	Cgroup(Function<String, @Nullable CgroupDirectory> directories) {
		CgroupDirectory memory = directories.apply("memory");
		CgroupDirectory disk = directories.apply("blkio");
		CgroupDirectory pids = directories.apply("pids");
		this.cpu = new CgroupCpu(directories.apply("cpuacct"), directories.apply("cpu"));
		this.memory = (memory != null) ? new CgroupMemory(memory) : null;
		this.disk = (disk != null) ? new CgroupDisk(disk) : null;
		this.pids = (pids != null) ? pids.file("pids.current") : null;
	}

	/**
	 * Read all of it.
	 * @param network what is known of the network
	 * @param uptime seconds since the container was started, or NaN
	 * @return the reading
	 * @throws IOException if a file that was there is gone
	 */
	ContainerReading read(Io network, double uptime) throws IOException {
		Cpu cpu = this.cpu.read();
		Memory memory = (this.memory != null) ? this.memory.read() : Memory.UNKNOWN;
		Io disk = (this.disk != null) ? this.disk.read() : Io.UNKNOWN;
		return new ContainerReading(cpu, memory, disk, network, pids(), Double.NaN, uptime);
	}

	private double pids() throws IOException {
		if (this.pids == null) {
			return Double.NaN;
		}
		KernelText text = this.pids.read();
		return text.nextLine() ? KernelText.orUnknown(text.nextNumber()) : Double.NaN;
	}

}
