package dev.emp.metrics.support;

import java.util.List;

import org.springframework.util.PatternMatchUtils;

/**
 * Chooses among names of the world, such as those of devices, by patterns in which
 * {@code *} stands for anything.
 *
 * @param include the names that are in, whatever else is said; if there are any, all
 * others are out
 * @param exclude the names that are out, where nothing is included by name
 */
public record NameFilter(List<String> include, List<String> exclude) {

	public NameFilter {
		include = List.copyOf(include);
		exclude = List.copyOf(exclude);
	}

	/**
	 * Whether a name is in.
	 * @param name the name
	 * @return whether it is
	 */
	public boolean admits(String name) {
		return this.include.isEmpty() ? this.exclude.stream().noneMatch((pattern) -> matches(pattern, name))
				: this.include.stream().anyMatch((pattern) -> matches(pattern, name));
	}

	private static boolean matches(String pattern, String name) {
		return PatternMatchUtils.simpleMatch(pattern, name);
	}

}
