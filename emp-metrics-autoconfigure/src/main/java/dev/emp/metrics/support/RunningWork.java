package dev.emp.metrics.support;

/**
 * Work that is measured once it ends. A bean of a feature, asked before the last metrics
 * leave the process.
 */
@FunctionalInterface
public interface RunningWork {

	/**
	 * Whether some of it still runs and can end while the calling thread waits for it,
	 * which work of that very thread cannot.
	 * @return whether it does at this moment
	 */
	boolean isRunning();

}
