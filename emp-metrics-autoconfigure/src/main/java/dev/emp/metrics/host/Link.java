package dev.emp.metrics.host;

import org.jspecify.annotations.Nullable;

/**
 * Which network interface is behind a name.
 *
 * @param identity what tells it from others that have had the name, or null if nothing
 * does
 * @param bytesPerSecond how much it can receive or transmit at most
 */
record Link(@Nullable Object identity, double bytesPerSecond) {

	/** Faster than any link that there is: 800 Gbit/s. */
	static final double FASTEST = 100e9;

	static final Link UNKNOWN = new Link(null, FASTEST);

}
