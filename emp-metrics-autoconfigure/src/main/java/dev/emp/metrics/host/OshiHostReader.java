package dev.emp.metrics.host;

import java.util.ArrayList;
import java.util.List;

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

	private final NameFilter disks;

	private final NameFilter interfaces;

	private final HostProperties.Limits limits;

	/** Made with the first reading, since OSHI loads native libraries. */
	private @Nullable HardwareAbstractionLayer hardware;

	private @Nullable CpuTimes last;

	OshiHostReader(HostProperties properties) {
		this.disks = properties.disks().filter();
		this.interfaces = properties.interfaces().filter();
		this.limits = properties.limits();
	}

	@Override
	public HostReading read() {
		HardwareAbstractionLayer hardware = this.hardware;
		if (hardware == null) {
			hardware = new SystemInfo().getHardware();
			this.hardware = hardware;
		}
		CpuTimes before = this.last;
		CpuTimes now = cpu(hardware.getProcessor());
		this.last = now;
		return new HostReading((before != null) ? now.since(before) : null, memory(hardware.getMemory()),
				disks(hardware.getDiskStores()), interfaces(hardware.getNetworkIFs()), Pressure.UNKNOWN,
				Pressure.UNKNOWN, Pressure.UNKNOWN);
	}

	private static CpuTimes cpu(CentralProcessor processor) {
		long[] ticks = processor.getSystemCpuLoadTicks();
		return new CpuTimes(ticks[TickType.USER.ordinal()], ticks[TickType.NICE.ordinal()],
				ticks[TickType.SYSTEM.ordinal()], ticks[TickType.IDLE.ordinal()], ticks[TickType.IOWAIT.ordinal()],
				ticks[TickType.IRQ.ordinal()] + ticks[TickType.SOFTIRQ.ordinal()], ticks[TickType.STEAL.ordinal()]);
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
						store.getWrites(), store.getTransferTime()));
			}
		}
		return disks;
	}

	private List<InterfaceCounters> interfaces(List<NetworkIF> all) {
		List<InterfaceCounters> interfaces = new ArrayList<>();
		for (NetworkIF one : all) {
			if (interfaces.size() < this.limits.interfaces() && this.interfaces.admits(one.getName())) {
				interfaces.add(new InterfaceCounters(one.getName(), one.getBytesRecv(), one.getBytesSent(),
						one.getInErrors(), one.getOutErrors(), one.getInDrops(), -1));
			}
		}
		return interfaces;
	}

}
