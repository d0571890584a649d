package dev.emp.metrics.host;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the machine at one moment.
 *
 * @param cpu what the processors did since the last reading, or null if unknown
 * @param memory the memory, or null if unknown
 * @param disks the disks
 * @param interfaces the network interfaces
 * @param cpuPressure waiting for processors
 * @param memoryPressure waiting for memory
 * @param ioPressure waiting for disks
 */
record HostReading(@Nullable CpuTimes cpu, @Nullable MemoryReading memory, List<DiskCounters> disks,
		List<InterfaceCounters> interfaces, Pressure cpuPressure, Pressure memoryPressure, Pressure ioPressure) {

}
