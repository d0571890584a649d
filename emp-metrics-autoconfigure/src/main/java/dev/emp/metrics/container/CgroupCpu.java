package dev.emp.metrics.container;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.container.ContainerReading.Cpu;
import dev.emp.metrics.support.KernelFile;
import dev.emp.metrics.support.KernelText;

/**
 * Processor time of a cgroup: of v2 in microseconds in one file, of v1 in nanoseconds in
 * two. Not safe for use by several threads.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu">cgroup v2</a>
 */
final class CgroupCpu {

	private static final double MICROS = 1e6;

	private static final double NANOS = 1e9;

	private final @Nullable KernelFile usage;

	private final @Nullable KernelFile stat;

	private long time;

	private long throttledTime;

	private long throttledPeriods;

	private double unit = NANOS;

	/**
	 * Look for the files.
	 * @param accounting where the time is accounted, or null
	 * @param quota where the quota is enforced, or null; of v2 the same
	 */
	CgroupCpu(@Nullable CgroupDirectory accounting, @Nullable CgroupDirectory quota) {
		boolean legacy = accounting != null && !accounting.unified();
		this.usage = (accounting != null && legacy) ? accounting.file("cpuacct.usage") : null;
		this.stat = (quota != null) ? quota.file("cpu.stat") : null;
	}

	Cpu read() throws IOException {
		this.time = -1;
		this.throttledTime = -1;
		this.throttledPeriods = -1;
		if (this.stat != null) {
			parse(this.stat.read());
		}
		double throttled = KernelText.orUnknown(this.throttledTime) / this.unit;
		double used = KernelText.orUnknown(this.time) / this.unit;
		return new Cpu((this.usage != null) ? KernelText.orUnknown(first(this.usage.read())) / NANOS : used, throttled,
				KernelText.orUnknown(this.throttledPeriods));
	}

	void parse(KernelText text) {
		while (text.nextLine()) {
			if (!text.nextWord()) {
				continue;
			}
			if (text.is("usage_usec")) {
				this.time = text.nextNumber();
				this.unit = MICROS;
			}
			else if (text.is("nr_throttled")) {
				this.throttledPeriods = text.nextNumber();
			}
			else if (text.is("throttled_usec") || text.is("throttled_time")) {
				this.unit = text.is("throttled_usec") ? MICROS : NANOS;
				this.throttledTime = text.nextNumber();
			}
		}
	}

	private static long first(KernelText text) {
		return text.nextLine() ? text.nextNumber() : -1;
	}

}
