package dev.emp.metrics.host;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.KernelText;

/**
 * Reads the first line of {@code /proc/stat}. Not safe for use by several threads.
 */
final class CpuReader {

	private @Nullable CpuTimes last;

	/**
	 * Read what the processors did since the last call.
	 * @param stat the text of the file
	 * @return the times in ticks, or null with the first call
	 * @throws IOException if the text is another
	 */
	@Nullable CpuTimes read(KernelText stat) throws IOException {
		CpuTimes before = this.last;
		CpuTimes now = parse(stat);
		this.last = now;
		return (before != null) ? now.since(before) : null;
	}

	private static CpuTimes parse(KernelText stat) throws IOException {
		if (!stat.nextLine() || !stat.nextWord() || !stat.is("cpu")) {
			throw new IOException("There is no line 'cpu'");
		}
		long user = stat.nextNumber();
		long nice = stat.nextNumber();
		long system = stat.nextNumber();
		long idle = stat.nextNumber();
		if (user < 0 || nice < 0 || system < 0 || idle < 0) {
			throw new IOException("The line 'cpu' has no four numbers");
		}
		// what comes next is not there on every system; guests are part of user and nice
		return new CpuTimes(user, nice, system, idle, orZero(stat), orZero(stat) + orZero(stat), orZero(stat));
	}

	private static long orZero(KernelText stat) {
		// halved, so that two of them can be added
		return Math.min(Math.max(0, stat.nextNumber()), Long.MAX_VALUE / 2);
	}

}
