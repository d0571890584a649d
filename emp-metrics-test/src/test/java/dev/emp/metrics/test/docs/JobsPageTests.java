package dev.emp.metrics.test.docs;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.emp.metrics.job.MeteredJob;
import dev.emp.metrics.test.docs.JobsPage.Section;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page shows the code of the tests and leaves nothing out.
 */
class JobsPageTests {

	private static final Path SOURCES = Path.of("src/test/java/dev/emp/metrics/test/docs");

	private static final Pattern REGION = Pattern
		.compile("(?ms)^\\s*// tag::(\\S+)\\[]\\n(.*?)\\n\\s*// end::\\1\\[]$");

	@Test
	void theExamplesAreThoseOfTheTests() throws IOException {
		List<String> shown = JobsPage.sections()
			.stream()
			.flatMap((section) -> section.blocks("java").stream())
			.toList();
		List<String> tested = REGION.matcher(sources())
			.results()
			.map((region) -> region.group(2).stripIndent())
			.toList();
		assertThat(tested).isNotEmpty();
		assertThat(String.join("\n\n", shown).lines().filter((line) -> !line.isBlank()))
			.containsExactlyInAnyOrderElementsOf(
					String.join("\n\n", tested).lines().filter((line) -> !line.isBlank()).toList());
		assertThat(tested).allSatisfy((example) -> assertThat(shown).anyMatch((block) -> block.contains(example)));
	}

	@Test
	void whatIsShownOfAScrapeIsComparedWithOne() throws IOException {
		String sources = sources();
		List<String> compared = JobsPage.sections()
			.stream()
			.filter((section) -> !section.blocks("prometheus").isEmpty())
			.map(Section::heading)
			.toList();
		assertThat(compared).isNotEmpty().allMatch((heading) -> sources.contains("shows(\"" + heading + "\")"));
	}

	@ParameterizedTest
	@MethodSource("attributes")
	void eachAttributeIsExplainedAndHasAnExample(String attribute) {
		assertThat(JobsPage.section("Attributes").rows())
			.anyMatch((row) -> List.of(row.get(0).split(", ")).contains("`" + attribute + "`"));
		assertThat(JobsPage.sections()).anySatisfy(
				(section) -> assertThat(section.blocks("java")).anyMatch((block) -> block.contains("@MeteredJob")
						&& block.contains(attribute + " = ") && !section.blocks("prometheus").isEmpty()));
	}

	@ParameterizedTest
	@MethodSource("links")
	void linksLeadToFilesAndSections(String link) {
		String[] parts = link.split("#", 2);
		Path file = parts[0].isEmpty() ? JobsPage.FILE : JobsPage.FILE.resolveSibling(parts[0]);
		assertThat(file).exists();
		if (parts.length == 2) {
			assertThat(JobsPage.lines(file).stream().filter((line) -> line.startsWith("#")).map(JobsPageTests::anchor))
				.contains(parts[1]);
		}
	}

	static Stream<String> attributes() {
		return Stream.of(MeteredJob.class.getDeclaredMethods()).map(Method::getName);
	}

	static Stream<String> links() {
		return Pattern.compile("]\\(([^)]+)\\)")
			.matcher(String.join("\n", JobsPage.sections().stream().map(Section::text).toList()))
			.results()
			.map((link) -> link.group(1))
			.filter((link) -> !link.startsWith("http"))
			.distinct();
	}

	private static String anchor(String heading) {
		return heading.replaceAll("^#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
	}

	private static String sources() throws IOException {
		try (Stream<Path> files = Files.list(SOURCES)) {
			return String.join("\n", files.sorted().flatMap((file) -> JobsPage.lines(file).stream()).toList());
		}
	}

}
