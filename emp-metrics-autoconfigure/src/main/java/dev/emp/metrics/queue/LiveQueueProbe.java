package dev.emp.metrics.queue;

/**
 * A probe of the library's own, whose queue is in memory while its elements are the
 * application's: gauges read the one, and learn of the other from the background.
 */
public interface LiveQueueProbe extends QueueProbe {

	/**
	 * Look at the queue without code of the application. Called whenever metrics are
	 * read, on any thread and by several at once.
	 * @param last what {@link #read()} knew, with what only the elements can tell
	 * @return what is known at this moment
	 */
	QueueReading look(QueueReading last);

}
