package dev.emp.metrics.queue;

/**
 * Reads one queue. Each bean of this type is one queue, and its names are asked once, at
 * the end of the start, which waits for them: they are to be at hand.
 */
public interface QueueProbe {

	/**
	 * The name of the queue, which is the tag {@code queue}. The same at each call.
	 * @return the name, not blank
	 */
	String queue();

	/**
	 * What kind of store holds the queue, which is the tag {@code backend}. The same at
	 * each call.
	 * @return the kind, for example {@code memory} or {@code redis}, not blank
	 */
	String backend();

	/**
	 * Look at the queue. Called on a background thread, never by a scrape and never by
	 * two threads at once, unless {@link #isInMemory()} is true.
	 * @return what is known at this moment; what is not known is left out, never guessed
	 * @throws Exception if the queue cannot be looked at. Its series vanish when this
	 * goes on, and come back with the next reading
	 */
	QueueReading read() throws Exception;

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
