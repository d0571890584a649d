package dev.emp.metrics.support;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Counts the processors of the machine, of which the JVM may see less.
 */
public final class Processors {

	private Processors() {
	}

	/**
	 * Count them.
	 * @param proc where {@code /proc} is
	 * @return how many there are, or 0 if unknown
	 */
	public static int of(Path proc) {
		try {
			KernelText stat = new KernelFile(proc.resolve("stat")).read();
			return stat.nextLine() ? after(stat) : 0;
		}
		catch (IOException ex) {
			// without it nothing is bounded
			return 0;
		}
	}

	/**
	 * Count the lines that each of them has in {@code /proc/stat}.
	 * @param stat the text, at the line of all together, which is the first
	 * @return how many there are, or 0 if unknown
	 */
	public static int after(KernelText stat) {
		int processors = 0;
		while (stat.nextLine() && stat.nextWord() && stat.startsWith("cpu")) {
			processors++;
		}
		return processors;
	}

}
