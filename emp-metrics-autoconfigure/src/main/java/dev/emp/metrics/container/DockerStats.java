package dev.emp.metrics.container;

import java.util.List;

import dev.emp.metrics.container.ContainerReading.Cpu;

/**
 * What the Docker Engine says of the use of a container.
 *
 * @param readAt when, in seconds since 1970 by the clock of the engine, or NaN
 * @param running whether there was a process to measure
 * @param cpu processor time
 * @param memoryUsage bytes charged to the container, or -1
 * @param inactiveFile bytes of inactive file cache, or -1
 * @param memoryLimit bytes, of which the memory of the machine stands for no limit, or -1
 * @param disk bytes read and written, by device
 * @param network bytes received and transmitted, by interface; none where it has no
 * network of its own
 * @param pids processes and threads
 * @param processors of the machine, 0 if unknown
 */
record DockerStats(double readAt, boolean running, Cpu cpu, long memoryUsage, long inactiveFile, long memoryLimit,
		List<Counted> disk, List<Counted> network, double pids, int processors) {

}
