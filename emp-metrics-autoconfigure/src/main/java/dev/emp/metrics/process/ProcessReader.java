package dev.emp.metrics.process;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.OperatingSystemMXBean;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.Clock;

import dev.emp.metrics.support.Growth;
import dev.emp.metrics.support.Guarded;
import dev.emp.metrics.support.Ratio;

/**
 * Reads this process: what the JVM knows from its management beans, the rest from the
 * operating system. Not safe for use by several threads.
 */
final class ProcessReader {

	private static final double MOST_NANOS = Growth.Most.PROCESSOR_SECONDS * 1e9;

	private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

	private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();

	private final OsProcess process;

	private final Guarded guard;

	private final Clock clock;

	private final Growth growth = new Growth(1);

	private final double[] cpuTime = new double[1];

	ProcessReader(OsProcess process, Guarded guard, Clock clock) {
		this.process = process;
		this.guard = guard;
		this.clock = clock;
	}

	ProcessReading read() {
		boolean known = refresh();
		MemoryUsage heap = this.memory.getHeapMemoryUsage();
		return new ProcessReading(heap.getUsed(), heap.getCommitted(), this.memory.getNonHeapMemoryUsage().getUsed(),
				known ? this.process.rss() : Double.NaN, cpuUtilization(), known ? this.process.threads() : Double.NaN,
				descriptors());
	}

	private boolean refresh() {
		try {
			this.process.refresh();
			return true;
		}
		catch (Throwable ex) {
			// a native library that cannot be loaded is an error, and no exception
			this.guard.failed(ex);
			return false;
		}
	}

	/**
	 * The processor time since the last good reading, divided by the time that passed and
	 * by the processors that the process may use, as the semantic conventions of
	 * OpenTelemetry define {@code process.cpu.utilization}.
	 * @return 0 to 1, or NaN if unknown
	 */
	private double cpuUtilization() {
		this.cpuTime[0] = cpuTime();
		if (!this.growth.next(this.cpuTime, MOST_NANOS, this.clock.monotonicTime())) {
			return Double.NaN;
		}
		double available = (double) this.growth.elapsed() * Runtime.getRuntime().availableProcessors();
		return Ratio.of(this.growth.of(0), available);
	}

	private long cpuTime() {
		return (this.system instanceof com.sun.management.OperatingSystemMXBean known) ? known.getProcessCpuTime() : -1;
	}

	private double descriptors() {
		long open = (this.system instanceof UnixOperatingSystemMXBean unix) ? unix.getOpenFileDescriptorCount() : -1;
		return (open >= 0) ? open : Double.NaN;
	}

}
