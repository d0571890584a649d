package dev.emp.metrics.container;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.util.PatternMatchUtils;

/**
 * Chooses among containers by patterns in which {@code *} stands for anything: of the
 * name, or after {@code label=} of the key of a label, or of its key, an equals sign and
 * its value.
 *
 * @param include what is in, whatever else is said; if there is any, all else is out
 * @param exclude what is out, where nothing is included
 */
record ContainerFilter(List<String> include, List<String> exclude) {

	private static final String LABEL = "label=";

	ContainerFilter {
		include = List.copyOf(include);
		exclude = List.copyOf(exclude);
	}

	boolean usesLabels() {
		return Stream.concat(this.include.stream(), this.exclude.stream())
			.anyMatch((pattern) -> pattern.startsWith(LABEL));
	}

	boolean admits(ListedContainer container) {
		return this.include.isEmpty() ? this.exclude.stream().noneMatch((pattern) -> matches(pattern, container))
				: this.include.stream().anyMatch((pattern) -> matches(pattern, container));
	}

	private static boolean matches(String pattern, ListedContainer container) {
		if (!pattern.startsWith(LABEL)) {
			return PatternMatchUtils.simpleMatch(pattern, container.name());
		}
		String wanted = pattern.substring(LABEL.length());
		boolean byKey = wanted.indexOf('=') < 0;
		return container.labels()
			.stream()
			.anyMatch((label) -> PatternMatchUtils.simpleMatch(wanted,
					byKey ? label.substring(0, label.indexOf('=')) : label));
	}

}
