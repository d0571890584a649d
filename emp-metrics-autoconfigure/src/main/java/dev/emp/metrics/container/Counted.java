package dev.emp.metrics.container;

/**
 * Bytes that one device or interface has counted; NaN is unknown.
 *
 * @param thing what tells it from the others of the same container
 * @param in read or received
 * @param out written or transmitted
 */
record Counted(String thing, double in, double out) {

	/** Of what is known to count, and has counted nothing yet. */
	static final Counted NOTHING = new Counted("", 0, 0);

}
