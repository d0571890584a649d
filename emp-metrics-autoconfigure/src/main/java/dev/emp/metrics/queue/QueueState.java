package dev.emp.metrics.queue;

/**
 * What the jobs of a queue are in, as the tag {@code state} says it in lower case.
 */
public enum QueueState {

	/** Waits and can be taken now. */
	READY,

	/** Waits for a time that has not come yet. */
	SCHEDULED,

	/** Taken by a worker, and neither done nor given back. */
	IN_FLIGHT,

	/** Failed, and waits for its next attempt. */
	RETRY,

	/** Failed for good, and is kept to be looked at. */
	DEAD

}
