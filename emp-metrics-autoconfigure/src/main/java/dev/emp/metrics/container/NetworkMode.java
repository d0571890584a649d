package dev.emp.metrics.container;

import org.jspecify.annotations.Nullable;

/**
 * Whose network a container uses, as an engine says it.
 */
final class NetworkMode {

	private static final String CONTAINER = "container:";

	private NetworkMode() {
	}

	/**
	 * The container whose network it is.
	 * @param mode what the engine says, or null
	 * @return the identifier or name of another container, or null if the network is its
	 * own, that of the machine, or none
	 */
	static @Nullable String owner(@Nullable String mode) {
		return (mode != null && mode.startsWith(CONTAINER)) ? mode.substring(CONTAINER.length()) : null;
	}

}
