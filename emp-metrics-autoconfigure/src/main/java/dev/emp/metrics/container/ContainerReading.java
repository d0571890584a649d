package dev.emp.metrics.container;

import dev.emp.metrics.support.KernelText;

/**
 * What is known of one container at one moment; NaN is unknown.
 *
 * @param cpu what it used of processors
 * @param memory what it uses of memory
 * @param disk bytes that it read and wrote
 * @param network bytes that it received and transmitted
 * @param pids its processes and threads
 * @param restarts how often it was restarted
 * @param uptime seconds since it was started
 */
record ContainerReading(Cpu cpu, Memory memory, Io disk, Io network, double pids, double restarts, double uptime) {

	/**
	 * Processor time.
	 *
	 * @param time seconds used
	 * @param throttledTime seconds waited for quota
	 * @param throttledPeriods periods in which the quota was used up
	 */
	record Cpu(double time, double throttledTime, double throttledPeriods) {

		static final Cpu UNKNOWN = new Cpu(Double.NaN, Double.NaN, Double.NaN);

	}

	/**
	 * Memory.
	 *
	 * @param usage bytes used, without inactive file cache
	 * @param workingSet bytes that cannot be taken back easily
	 * @param limit bytes that may be used, NaN also where there is no limit
	 * @param oomKills processes killed
	 */
	record Memory(double usage, double workingSet, double limit, double oomKills) {

		static final Memory UNKNOWN = new Memory(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

		/** What counts as no limit: the kernel says so by the largest whole pages. */
		private static final long UNLIMITED = 1L << 60;

		/**
		 * Take the file cache that is first to go off the usage, as {@code docker stats}
		 * does, and as the kubelet does for the working set. Both see the same cgroup and
		 * differ where the two numbers do not fit together, since they were read one
		 * after the other. Where the file cache is unknown, usage is all that is charged,
		 * as {@code docker stats} shows it then, and the working set is unknown.
		 * @param usage bytes charged to the container, or -1
		 * @param inactiveFile bytes of inactive file cache, or -1
		 * @param limit bytes, or -1
		 * @param oomKills processes killed, or NaN
		 * @return the reading
		 */
		static Memory of(long usage, long inactiveFile, long limit, double oomKills) {
			boolean known = usage >= 0 && inactiveFile >= 0;
			double shown = (known && inactiveFile < usage) ? usage - inactiveFile : KernelText.orUnknown(usage);
			double workingSet = known ? Math.max(0, usage - inactiveFile) : Double.NaN;
			return new Memory(shown, workingSet, (limit > 0 && limit < UNLIMITED) ? limit : Double.NaN, oomKills);
		}

	}

	/**
	 * Bytes in both directions.
	 *
	 * @param in read or received
	 * @param out written or transmitted
	 */
	record Io(double in, double out) {

		static final Io UNKNOWN = new Io(Double.NaN, Double.NaN);

	}

}
