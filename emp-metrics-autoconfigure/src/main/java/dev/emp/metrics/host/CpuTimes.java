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

	/**
	 * The time since an earlier reading. What went back, as the kernel says may happen to
	 * idle and iowait, is 0.
	 * @param before the earlier reading
	 * @return the differences
	 * @see <a href="https://docs.kernel.org/filesystems/proc.html">proc, section 1.7</a>
	 */
	CpuTimes since(CpuTimes before) {
		return new CpuTimes(Math.max(0, this.user - before.user), Math.max(0, this.nice - before.nice),
				Math.max(0, this.system - before.system), Math.max(0, this.idle - before.idle),
				Math.max(0, this.iowait - before.iowait), Math.max(0, this.interrupt - before.interrupt),
				Math.max(0, this.steal - before.steal));
	}

	double total() {
		return (double) this.user + this.nice + this.system + this.idle + this.iowait + this.interrupt + this.steal;
	}

}
