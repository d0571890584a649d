package dev.emp.metrics.test.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The page on jobs, taken apart.
 */
final class JobsPage {

	static final Path FILE = Path.of("../docs/jobs.md");

	private static final String FENCE = "```";

	private JobsPage() {
	}

	static List<Section> sections() {
		return sections(FILE);
	}

	static List<Section> sections(Path file) {
		List<Section> sections = new ArrayList<>(List.of(new Section("", new ArrayList<>())));
		boolean code = false;
		for (String line : lines(file)) {
			code ^= line.startsWith(FENCE);
			if (!code && line.startsWith("#")) {
				sections.add(new Section(line.replaceAll("^#+ |`", ""), new ArrayList<>()));
			}
			sections.get(sections.size() - 1).lines().add(line);
		}
		return sections;
	}

	static Section section(String heading) {
		return sections().stream()
			.filter((section) -> section.heading().equals(heading))
			.findFirst()
			.orElseThrow(() -> new AssertionError("The page has no section '" + heading + "'"));
	}

	static List<String> lines(Path file) {
		try {
			return Files.readAllLines(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A heading and what stands below it, up to the next one.
	 *
	 * @param heading the text of the heading
	 * @param lines the lines, the heading's among them
	 */
	record Section(String heading, List<String> lines) {

		/**
		 * The blocks of code in one language.
		 * @param language what stands behind the opening fence
		 * @return the text of each
		 */
		List<String> blocks(String language) {
			List<String> blocks = new ArrayList<>();
			int start = -1;
			for (int i = 0; i < this.lines.size(); i++) {
				if (start >= 0 && this.lines.get(i).equals(FENCE)) {
					blocks.add(String.join("\n", this.lines.subList(start + 1, i)));
					start = -1;
				}
				else if (this.lines.get(i).equals(FENCE + language)) {
					start = i;
				}
			}
			return blocks;
		}

		/**
		 * The rows of the tables, without those of the headings.
		 * @return the cells of each row
		 */
		List<List<String>> rows() {
			return this.lines.stream()
				.filter((line) -> line.startsWith("| "))
				.map((line) -> Stream.of(line.substring(1).split("\\|", -1)).map(String::strip).toList())
				.toList();
		}

		String text() {
			return String.join("\n", this.lines);
		}

	}

}
