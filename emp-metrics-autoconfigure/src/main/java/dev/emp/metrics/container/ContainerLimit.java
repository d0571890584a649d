package dev.emp.metrics.container;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Keeps the number of containers within a limit. Not safe for use by several threads.
 */
final class ContainerLimit {

	private static final Log logger = LogFactory.getLog(ContainerLimit.class);

	private final int limit;

	private final String property;

	private final Runnable onOverflow;

	private Set<String> leftOut = Set.of();

	private boolean said;

	/**
	 * Create a limit.
	 * @param limit how many containers are kept
	 * @param property the property that sets it
	 * @param onOverflow run for each container that is left out
	 */
	ContainerLimit(int limit, String property, Runnable onOverflow) {
		this.limit = limit;
		this.property = property;
		this.onOverflow = onOverflow;
	}

	/**
	 * Keep the first.
	 * @param <T> how a container is represented
	 * @param all the containers, of which those that come first are kept
	 * @param id takes the identifier of a container
	 * @return those that are kept
	 */
	<T> List<T> keep(List<T> all, Function<T, String> id) {
		if (all.size() <= this.limit) {
			this.leftOut = Set.of();
			return all;
		}
		Set<String> beyond = new HashSet<>();
		all.subList(this.limit, all.size()).forEach((container) -> beyond.add(id.apply(container)));
		if (!this.said) {
			this.said = true;
			logger.warn("There are " + all.size() + " containers, of which the first " + this.limit + " are metered. "
					+ "Raise " + this.property + " to meter more.");
		}
		beyond.stream().filter((container) -> !this.leftOut.contains(container)).forEach((c) -> this.onOverflow.run());
		this.leftOut = beyond;
		return List.copyOf(all.subList(0, this.limit));
	}

}
