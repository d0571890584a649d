package dev.emp.metrics.queue;

/**
 * Takes the queues that are found in the beans of the application.
 */
public interface QueueProbes {

	/**
	 * Measure a queue from now on, unless the application has a {@link QueueProbe} bean
	 * of the same name.
	 * @param probe reads the queue
	 */
	void add(QueueProbe probe);

}
