package dev.emp.metrics.host;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;

import dev.emp.metrics.support.NameFilter;

/**
 * Reads the machine with OSHI, on systems other than Linux. Not safe for use by several
 * threads.
 */
final class OshiHostReader implements HostReader {

	private static final String DEV = "/dev/";

	private static final double MILLIS = 1e3;

	private final NameFilter disks;

	private final NameFilter interfaces;

	private final HostProperties.Limits limits;

	/** Made with the first reading, since OSHI loads native libraries. */
	private @Nullable HardwareAbstractionLayer hardware;

	private final CpuGrowth cpu;

	OshiHostReader(HostProperties properties, Clock clock) {
		this.disks = properties.disks().filter();
		this.interfaces = properties.interfaces().filter();
		this.limits = properties.limits();
		this.cpu = new CpuGrowth(clock);
	}

	@Override
	public HostReading read() {
		HardwareAbstractionLayer hardware = this.hardware;
		if (hardware == null) {
			hardware = new SystemInfo().getHardware();
			this.hardware = hardware;
		}
		CentralProcessor processor = hardware.getProcessor();
		CpuTimes cpu = this.cpu.next(cpu(processor), processor.getLogicalProcessorCount() * MILLIS);
		return new HostReading(cpu, memory(hardware.getMemory()), disks(hardware.getDiskStores()),
				interfaces(hardware.getNetworkIFs()), Pressure.UNKNOWN, Pressure.UNKNOWN, Pressure.UNKNOWN);
	}

	private static CpuTimes cpu(CentralProcessor processor) {
		long[] ticks = processor.getSystemCpuLoadTicks();
		return new CpuTimes(ticks[TickType.USER.getIndex()], ticks[TickType.NICE.getIndex()],
				ticks[TickType.SYSTEM.getIndex()], ticks[TickType.IDLE.getIndex()], ticks[TickType.IOWAIT.getIndex()],
				ticks[TickType.IRQ.getIndex()] + ticks[TickType.SOFTIRQ.getIndex()], ticks[TickType.STEAL.getIndex()]);
	}

	private static MemoryReading memory(GlobalMemory memory) {
		return new MemoryReading(memory.getTotal(), memory.getAvailable(), memory.getAvailable(), -1, -1);
	}

	private List<DiskCounters> disks(List<HWDiskStore> stores) {
		List<DiskCounters> disks = new ArrayList<>();
		for (HWDiskStore store : stores) {
			String name = store.getName().startsWith(DEV) ? store.getName().substring(DEV.length()) : store.getName();
			if (disks.size() < this.limits.devices() && this.disks.admits(name)) {
				disks.add(new DiskCounters(name, store.getReadBytes(), store.getWriteBytes(), store.getReads(),
						store.getWrites(), store.getTransferTime(), -1));
			}
		}
		return disks;
	}

	private List<InterfaceCounters> interfaces(List<NetworkIF> all) {
		List<InterfaceCounters> interfaces = new ArrayList<>();
		for (NetworkIF one : all) {
			if (interfaces.size() < this.limits.interfaces() && this.interfaces.admits(one.getName())) {
				interfaces.add(new InterfaceCounters(one.getName(), one.getBytesRecv(), one.getBytesSent(),
						one.getInErrors(), one.getOutErrors(), one.getInDrops(), -1, Link.UNKNOWN));
			}
		}
		return interfaces;
	}

}
