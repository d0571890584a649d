package dev.emp.metrics.container;

import org.jspecify.annotations.Nullable;

/**
 * What the Docker Engine says of the state of a container.
 *
 * @param restarts how often it was restarted, NaN if unknown
 * @param startedAt when it was started, in seconds since 1970 by the clock of the engine;
 * NaN if it does not run
 * @param hasMemoryLimit whether it was given one
 * @param networkOwner the identifier or name of the container whose network it uses, or
 * null
 * @param hasNetwork false where it uses that of the machine, or none
 */
record DockerState(double restarts, double startedAt, boolean hasMemoryLimit, @Nullable String networkOwner,
		boolean hasNetwork) {

	/**
	 * Where a proxy keeps it to itself, since it has the environment of the container.
	 */
	static final DockerState UNKNOWN = new DockerState(Double.NaN, Double.NaN, false, null, true);

}
