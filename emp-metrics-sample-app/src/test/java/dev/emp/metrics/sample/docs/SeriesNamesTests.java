package dev.emp.metrics.sample.docs;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the series which the pages name, in their prose, queries and outputs, are
 * those of our meters.
 */
class SeriesNamesTests {

	private static final Pattern NAME = Pattern
		.compile("\\b(?:jobs?|errors|queue|workers|http_request|process|system|disk|gpu|container|emp_metrics)"
				+ "(?:_[a-z]+)*_(?:total|seconds|bytes|ratio|count|sum|bucket)\\b");

	@Test
	void theTableOfTheReadmeIsRead() {
		assertThat(names(Page.of("README.md"))).contains("jobs_processed_total", "system_cpu_utilization_ratio");
	}

	@ParameterizedTest
	@MethodSource("pages")
	void areThoseOfOurMeters(Page page) {
		Set<String> known = new TreeSet<>();
		Pattern.compile("\\| `([a-z_]+)` \\| (\\w+) \\|")
			.matcher(Page.of("docs/meters.md").text())
			.results()
			.forEach((row) -> known.addAll(series(row)));
		assertThat(known).isNotEmpty().containsAll(names(page));
	}

	static Stream<Page> pages() {
		return Page.all().stream();
	}

	private static Set<String> names(Page page) {
		Set<String> names = new TreeSet<>();
		Stream.of(page.inlineCode(), page.blocks(""), page.blocks("sh"), page.blocks("prometheus"))
			.flatMap((code) -> code.stream())
			.flatMap((code) -> NAME.matcher(code).results())
			.forEach((found) -> names.add(found.group()));
		return names;
	}

	private static Set<String> series(MatchResult row) {
		String name = row.group(1);
		return switch (row.group(2)) {
			case "timer", "summary" -> Set.of(name, name + "_bucket", name + "_count", name + "_sum");
			default -> Set.of(name);
		};
	}

}
