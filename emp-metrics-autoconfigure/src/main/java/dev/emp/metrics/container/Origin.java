package dev.emp.metrics.container;

import dev.emp.metrics.support.Growth;

/**
 * Where the numbers of one container come from.
 *
 * @param thing what counts them, whatever the container is called
 * @param sums what adds up devices and interfaces, and begins anew where it is another
 * @param processors how many its machine has, 0 if unknown
 */
record Origin(Object thing, Object sums, int processors) {

	/**
	 * How much processor time it can use at most.
	 * @return seconds in a second
	 */
	double processorSeconds() {
		return (this.processors > 0) ? this.processors : Growth.Most.PROCESSOR_SECONDS;
	}

}
