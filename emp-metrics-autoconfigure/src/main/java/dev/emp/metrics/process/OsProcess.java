package dev.emp.metrics.process;

import java.io.IOException;

/**
 * What the operating system alone knows of this process.
 */
interface OsProcess {

	/**
	 * Look again.
	 * @throws IOException if the operating system does not say
	 */
	void refresh() throws IOException;

	/**
	 * The resident memory.
	 * @return bytes, or NaN if unknown
	 */
	double rss();

	/**
	 * The threads, those of the JVM itself included.
	 * @return how many, or NaN if unknown
	 */
	double threads();

}
