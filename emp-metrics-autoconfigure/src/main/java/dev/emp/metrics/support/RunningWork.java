package dev.emp.metrics.support;

/**
 * Work that is measured once it ends. A bean of a feature, asked before the last metrics
 * leave the process.
 */
@FunctionalInterface
public interface RunningWork {

	/**
	 * Whether some of it still runs.
	 * @return whether it does at this moment
	 */
	boolean isRunning();

}
