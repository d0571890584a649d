package dev.emp.metrics.host;

/**
 * What all processors together spent their time with since the machine started, in any
 * unit.
 *
 * @param user in programs
 * @param nice in programs of low priority
 * @param system in the kernel
 * @param idle with nothing to do
 * @param iowait with nothing to do but to wait for disks
 * @param interrupt with interrupts, hard and soft
 * @param steal taken by other virtual machines
 */
record CpuTimes(long user, long nice, long system, long idle, long iowait, long interrupt, long steal) {

	double total() {
		return (double) this.user + this.nice + this.system + this.idle + this.iowait + this.interrupt + this.steal;
	}

}
