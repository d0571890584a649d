package dev.emp.metrics.container;

import java.io.IOException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.container.ContainerReading.Cpu;
import dev.emp.metrics.support.GrownSum;
import dev.emp.metrics.support.Growth;
import dev.emp.metrics.support.KernelFile;
import dev.emp.metrics.support.KernelText;

/**
 * Processor time of a cgroup. The kernel counts throttling in the cgroup that has the
 * quota, which may be an ancestor: the one with the tightest quota is read. Without a
 * quota nothing is throttled. Not safe for use by several threads.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu">cgroup v2</a>
 */
final class CgroupCpu {

	private static final double NANOS = 1e9;

	/** Of v1; v2 has it in the statistics. */
	private @Nullable KernelFile usage;

	/** The cgroup itself, and upwards from there. */
	private List<CgroupQuota> quotas = List.of();

	private final GrownSum throttledTime = new GrownSum(Growth.Most.THROTTLED_SECONDS);

	private final GrownSum throttledPeriods = new GrownSum(Growth.Most.THROTTLED_PERIODS);

	/**
	 * Look for the files.
	 * @param accounting where the time is accounted, or null
	 * @param quota where the quota is enforced, or null; of v2 the same
	 */
	void look(@Nullable CgroupDirectory accounting, @Nullable CgroupDirectory quota) {
		boolean legacy = accounting != null && !accounting.unified();
		this.usage = (accounting != null && legacy) ? accounting.file("cpuacct.usage") : null;
		this.quotas = (quota != null) ? quota.upwards().stream().map(CgroupQuota::new).toList() : List.of();
	}

	/**
	 * Read the processor time.
	 * @return seconds, or NaN
	 * @throws IOException if a file that was there is gone
	 */
	double time() throws IOException {
		if (this.usage != null) {
			return KernelText.orUnknown(CgroupQuota.first(this.usage.read())) / NANOS;
		}
		if (this.quotas.isEmpty()) {
			return Double.NaN;
		}
		CgroupQuota own = this.quotas.get(0);
		own.read();
		return own.usage();
	}

	/**
	 * Read the throttling.
	 * @param time the processor time, which was read before
	 * @return both
	 * @throws IOException if a file that was there is gone
	 */
	Cpu read(double time) throws IOException {
		int tightest = tightest();
		if (tightest < 0) {
			return new Cpu(time, Double.NaN, Double.NaN);
		}
		CgroupQuota quota = this.quotas.get(tightest);
		if (tightest > 0 || this.usage != null) {
			quota.read();
		}
		// counts go on where they are when the quota is in another place
		this.throttledTime.add(quota.place(), quota.throttledTime());
		this.throttledPeriods.add(quota.place(), quota.throttledPeriods());
		return new Cpu(time, this.throttledTime.next(), this.throttledPeriods.next());
	}

	/**
	 * Where the tightest quota is, of equal ones that of the cgroup itself.
	 * @return the index of the quota, or -1 if there is none
	 */
	private int tightest() throws IOException {
		int tightest = -1;
		double least = Double.POSITIVE_INFINITY;
		for (int i = 0; i < this.quotas.size(); i++) {
			double processors = this.quotas.get(i).processors();
			if (processors < least) {
				tightest = i;
				least = processors;
			}
		}
		return (tightest >= 0) ? tightest : hidden();
	}

	private int hidden() throws IOException {
		for (int i = 0; i < this.quotas.size(); i++) {
			if (this.quotas.get(i).isHidden()) {
				return i;
			}
		}
		return -1;
	}

}
