package dev.emp.metrics.host;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.Growth;

/**
 * Which network interface is behind a name.
 *
 * @param identity what tells it from others that have had the name, or null if nothing
 * does
 * @param bytesPerSecond how much it can receive or transmit at most
 */
record Link(@Nullable Object identity, double bytesPerSecond) {

	static final double FASTEST = Growth.Most.NETWORK_BYTES;

	static final Link UNKNOWN = new Link(null, FASTEST);

}
