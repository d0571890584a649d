package dev.emp.metrics.worker;

/**
 * Reads one pool of workers. Each bean of this type is one pool, and its names are asked
 * once, at the end of the start, which waits for them: they are to be at hand.
 */
public interface WorkerProbe {

	/**
	 * The service that the pool works for, which is the tag {@code service}. The same at
	 * each call.
	 * @return the service, by default {@code unknown}
	 */
	default String service() {
		return "unknown";
	}

	/**
	 * The name of the pool, which is the tag {@code worker.pool}. The same at each call.
	 * @return the name, not blank
	 */
	String pool();

	/**
	 * Look at the pool. Called on a background thread, never by a scrape and never by two
	 * threads at once, unless {@link #isInMemory()} is true.
	 * @return what is known at this moment
	 * @throws Exception if the pool cannot be looked at. Its series vanish when this goes
	 * on, and come back with the next reading
	 */
	WorkerReading read() throws Exception;

	/**
	 * Whether {@link #read()} looks at memory of this process alone, so that it neither
	 * blocks nor takes time and several threads may call it at once. The values are then
	 * read whenever metrics are, and not at intervals. One that takes a second all the
	 * same is a warning, and from then on read as any other.
	 * @return false by default
	 */
	default boolean isInMemory() {
		return false;
	}

}
