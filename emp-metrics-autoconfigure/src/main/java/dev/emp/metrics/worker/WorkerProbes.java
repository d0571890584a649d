package dev.emp.metrics.worker;

/**
 * Takes the pools of workers that are found in the beans of the application.
 */
public interface WorkerProbes {

	/**
	 * Measure a pool from now on, unless the application has a {@link WorkerProbe} bean
	 * of the same name.
	 * @param probe reads the pool
	 */
	void add(WorkerProbe probe);

}
