package dev.emp.metrics.host;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;

import io.micrometer.core.instrument.Clock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.Guarded;
import dev.emp.metrics.support.Lazy;
import dev.emp.metrics.support.NetworkDevices;

/**
 * Reads the machine from its proc file system. Not safe for use by several threads.
 */
final class LinuxHostReader implements HostReader {

	private static final Log logger = LogFactory.getLog(LinuxHostReader.class);

	/** Looks until a network that could not be seen is looked for again. */
	private static final int ROUNDS = 10;

	private final HostPaths paths;

	private final HostFile<CpuTimes> stat;

	private final HostFile<MemoryReading> meminfo;

	private final HostFile<List<DiskCounters>> diskstats;

	private final NetworkReader network;

	private final Lazy<Links> links;

	private final HostFile<Pressure> cpuPressure;

	private final HostFile<Pressure> memoryPressure;

	private final HostFile<Pressure> ioPressure;

	private final Function<String, Guarded> guards;

	private @Nullable HostFile<List<InterfaceCounters>> interfaces;

	private int looks;

	/**
	 * Create a reader.
	 * @param paths where to read
	 * @param disks the names of the disks that are wanted
	 * @param interfaces the names of the interfaces that are wanted
	 * @param guards takes the failures of a file, given its name
	 * @param clock tells the time between two readings
	 */
	LinuxHostReader(HostPaths paths, NameTable disks, NameTable interfaces, Function<String, Guarded> guards,
			Clock clock) {
		this.paths = paths;
		this.guards = guards;
		this.stat = file("stat", new CpuReader(clock)::read);
		this.meminfo = file("meminfo", new MemoryReader()::read);
		this.diskstats = file("diskstats", new DisksReader(disks)::read);
		this.network = new NetworkReader(interfaces);
		this.links = new Lazy<>(() -> new Links(new NetworkDevices(paths.interfacesOfMachine())));
		this.cpuPressure = pressure("cpu");
		this.memoryPressure = pressure("memory");
		this.ioPressure = pressure("io");
	}

	private <R> HostFile<R> file(String name, HostFile.Parser<R> parser) {
		return new HostFile<>(this.paths.proc().resolve(name), parser, this.guards.apply(name)::failed);
	}

	private HostFile<Pressure> pressure(String resource) {
		// kernels that are started without it answer that it is not supported
		return new HostFile<>(this.paths.proc().resolve("pressure/" + resource), PressureReader::read,
				(ex) -> logger.debug("There is no pressure of " + resource, ex));
	}

	@Override
	public HostReading read() throws IOException {
		CpuTimes cpu = this.stat.read();
		MemoryReading memory = this.meminfo.read();
		List<DiskCounters> disks = this.diskstats.read();
		if (memory == null && disks == null) {
			throw new IOException(this.paths.proc() + (this.paths.showsProcesses()
					? " is mounted with the option subset=pid, which hides the machine. Mount it without that option, or "
							+ "another one at /host/proc"
					: " is not the proc file system of a machine. Mount that there, or set emp.metrics.host.proc-path "
							+ "to where it is mounted"));
		}
		return new HostReading(cpu, memory, orNone(disks), orNone(interfaces()), orUnknown(this.cpuPressure.read()),
				orUnknown(this.memoryPressure.read()), orUnknown(this.ioPressure.read()));
	}

	private @Nullable List<InterfaceCounters> interfaces() {
		if (this.interfaces == null && this.looks++ % ROUNDS == 0) {
			this.interfaces = networkOfMachine();
		}
		return (this.interfaces != null) ? this.interfaces.read() : null;
	}

	private @Nullable HostFile<List<InterfaceCounters>> networkOfMachine() {
		String file = this.paths.networkOfMachine();
		if (file == null) {
			if (this.looks == 1) {
				logger.info("The network interfaces of the machine are not metered: " + this.paths.proc()
						+ " is that of a container, or hides the machine. Mount the machine's at /host/proc to have them.");
			}
			return null;
		}
		return file(file, (text) -> this.links.get().next(this.network.read(text)));
	}

	private static <E> List<E> orNone(@Nullable List<E> list) {
		return (list != null) ? list : List.of();
	}

	private static Pressure orUnknown(@Nullable Pressure pressure) {
		return (pressure != null) ? pressure : Pressure.UNKNOWN;
	}

}
