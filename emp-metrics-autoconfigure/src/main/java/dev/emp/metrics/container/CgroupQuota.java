package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.KernelFile;
import dev.emp.metrics.support.KernelText;

/**
 * The processor quota of one cgroup, and what its {@code cpu.stat} says: of v2 in
 * microseconds, of v1 in nanoseconds. Not safe for use by several threads.
 *
 * @see <a href="https://docs.kernel.org/scheduler/sched-bwc.html">CFS bandwidth
 * control</a>
 */
final class CgroupQuota {

	private static final double MICROS = 1e6;

	private static final double NANOS = 1e9;

	private final Path place;

	private final @Nullable KernelFile stat;

	private final @Nullable KernelFile quota;

	/** Of v2 it stands behind the quota. */
	private final @Nullable KernelFile period;

	private long usageMicros;

	private long periods;

	private long throttledPeriods;

	private double throttledTime;

	CgroupQuota(CgroupDirectory directory) {
		this.place = directory.path();
		this.stat = directory.file("cpu.stat");
		this.quota = directory.file(directory.unified() ? "cpu.max" : "cpu.cfs_quota_us");
		this.period = directory.unified() ? null : directory.file("cpu.cfs_period_us");
	}

	/**
	 * How many processors may be used.
	 * @return the quota in a period over the period, NaN if there is none, or if that is
	 * unknown
	 * @throws IOException if a file that was there is gone
	 */
	double processors() throws IOException {
		if (this.quota == null) {
			return Double.NaN;
		}
		KernelText text = this.quota.read();
		// max, and -1 in v1, read as a negative number: unlimited
		long most = text.nextLine() ? text.nextNumber() : -1;
		if (most <= 0) {
			return Double.NaN;
		}
		long each = (this.period != null) ? first(this.period.read()) : text.nextNumber();
		return (each > 0) ? (double) most / each : Double.NaN;
	}

	/**
	 * Read the statistics, which the methods below say.
	 * @throws IOException if a file that was there is gone
	 */
	void read() throws IOException {
		this.usageMicros = -1;
		this.periods = -1;
		this.throttledPeriods = -1;
		this.throttledTime = Double.NaN;
		if (this.stat != null) {
			parse(this.stat.read());
		}
	}

	private void parse(KernelText text) {
		while (text.nextLine()) {
			if (!text.nextWord()) {
				continue;
			}
			if (text.is("usage_usec")) {
				this.usageMicros = text.nextNumber();
			}
			else if (text.is("nr_periods")) {
				this.periods = text.nextNumber();
			}
			else if (text.is("nr_throttled")) {
				this.throttledPeriods = text.nextNumber();
			}
			else if (text.is("throttled_usec")) {
				this.throttledTime = KernelText.orUnknown(text.nextNumber()) / MICROS;
			}
			else if (text.is("throttled_time")) {
				this.throttledTime = KernelText.orUnknown(text.nextNumber()) / NANOS;
			}
		}
	}

	/**
	 * Whether a quota is in force that cannot be read: the kernel counts periods only
	 * where one is.
	 * @return whether it is
	 * @throws IOException if a file that was there is gone
	 */
	boolean isHidden() throws IOException {
		if (this.quota != null) {
			return false;
		}
		read();
		return Math.max(this.periods, this.throttledPeriods) > 0;
	}

	/**
	 * Time that was used of all processors together, of v2.
	 * @return seconds, or NaN
	 */
	double usage() {
		return KernelText.orUnknown(this.usageMicros) / MICROS;
	}

	double throttledTime() {
		return this.throttledTime;
	}

	double throttledPeriods() {
		return KernelText.orUnknown(this.throttledPeriods);
	}

	Path place() {
		return this.place;
	}

	static long first(KernelText text) {
		return text.nextLine() ? text.nextNumber() : -1;
	}

}
