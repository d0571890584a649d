package dev.emp.metrics.sample.load;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Picks one of several, each as likely as the other.
 */
final class Pick {

	private Pick() {
	}

	static <T> T from(List<T> choices, RandomGenerator random) {
		return choices.get(random.nextInt(choices.size()));
	}

}
