package dev.emp.metrics.container;

import dev.emp.metrics.container.ContainerReading.Cpu;
import dev.emp.metrics.container.ContainerReading.Io;

/**
 * What the Docker Engine says of the use of a container.
 *
 * @param readAt when, in seconds since 1970 by the clock of the engine, or NaN
 * @param running whether there was a process to measure
 * @param cpu processor time
 * @param memoryUsage bytes charged to the container, or -1
 * @param inactiveFile bytes of inactive file cache, or -1
 * @param memoryLimit bytes, of which the memory of the machine stands for no limit, or -1
 * @param disk bytes read and written
 * @param network bytes received and transmitted, NaN where it has no network of its own
 * @param pids processes and threads
 */
record DockerStats(double readAt, boolean running, Cpu cpu, long memoryUsage, long inactiveFile, long memoryLimit,
		Io disk, Io network, double pids) {

}
