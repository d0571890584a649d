package dev.emp.metrics.test.docs;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A PromQL query of the page, taken apart as far as these need it.
 *
 * @param text the query
 */
record Query(String text) {

	private static final Set<String> WORDS = Set.of("sum", "max", "rate", "histogram_quantile");

	private static final Pattern GROUPING = Pattern.compile(" by \\(([^)]*)\\)");

	private static final Pattern NAME = Pattern.compile("\\b([a-z_]+)\\b(?:\\{([^}]*)})?");

	private static final Pattern MATCHER = Pattern.compile("(\\w+)(?:=~|!~|!=|=)\"[^\"]*\"");

	/**
	 * Verify that the query speaks of series that are there.
	 * @param known the labels of each series by its name
	 */
	void speaksOf(Map<String, Set<String>> known) {
		Set<String> grouped = new TreeSet<>();
		GROUPING.matcher(this.text).results().forEach((found) -> grouped.add(found.group(1)));
		String rest = this.text.replaceAll(GROUPING.pattern() + "|\\[\\w+]", "");
		Set<String> names = new TreeSet<>();
		NAME.matcher(rest).results().filter((found) -> !WORDS.contains(found.group(1))).forEach((found) -> {
			assertThat(known).containsKey(found.group(1));
			Set<String> labels = known.getOrDefault(found.group(1), Set.of());
			assertThat(labels).containsAll(labels(found)).containsAll(grouped);
			names.add(found.group(1));
		});
		assertThat(names).isNotEmpty();
	}

	private static Set<String> labels(MatchResult selector) {
		Set<String> labels = new TreeSet<>();
		if (selector.group(2) != null) {
			MATCHER.matcher(selector.group(2)).results().forEach((found) -> labels.add(found.group(1)));
			assertThat(labels).isNotEmpty();
		}
		return labels;
	}

}
