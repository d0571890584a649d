package dev.emp.metrics.queue;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Says when an element of a queue in memory came, where the element does not say so as an
 * {@link dev.emp.metrics.support.Enqueued}. Beans of this type are asked in their order
 * until one knows.
 */
@FunctionalInterface
public interface EnqueuedExtractor {

	/**
	 * When an element came. Called on a background thread, never by a scrape or a push,
	 * with the element that will be taken next, and no other.
	 * @param queue the name of the bean that is the queue, or the executor
	 * @param element the element
	 * @return the time, by the clock of the system, or null if it is not known here
	 */
	@Nullable Instant enqueuedAt(String queue, Object element);

}
