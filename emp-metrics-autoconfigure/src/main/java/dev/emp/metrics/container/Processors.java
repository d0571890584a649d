package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Path;

import dev.emp.metrics.support.KernelFile;
import dev.emp.metrics.support.KernelText;

/**
 * Counts the processors of the machine, of which the JVM may see less.
 */
final class Processors {

	private Processors() {
	}

	/**
	 * Count them.
	 * @param proc where {@code /proc} is
	 * @return how many there are, or 0 if unknown
	 */
	static int of(Path proc) {
		int processors = 0;
		try {
			KernelText stat = new KernelFile(proc.resolve("stat")).read();
			while (stat.nextLine() && stat.nextWord() && stat.startsWith("cpu")) {
				processors++;
			}
		}
		catch (IOException ex) {
			// without it nothing is bounded
		}
		// the first line is that of all together
		return Math.max(0, processors - 1);
	}

}
