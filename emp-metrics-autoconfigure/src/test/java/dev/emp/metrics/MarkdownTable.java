package dev.emp.metrics;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of a documentation page.
 *
 * @param columns the heads of the columns
 */
record MarkdownTable(List<String> columns) {

	static MarkdownTable of(String... columns) {
		return new MarkdownTable(List.of(columns));
	}

	String rows(Stream<List<String>> rows) {
		Stream<List<String>> head = Stream.of(this.columns, Collections.nCopies(this.columns.size(), "---"));
		return Stream.concat(head, rows).map(MarkdownTable::line).collect(Collectors.joining());
	}

	static String code(String text) {
		return text.isEmpty() ? "" : "`" + text + "`";
	}

	private static String line(List<String> cells) {
		return cells.stream()
			.map((cell) -> cell.replace("|", "\\|"))
			.collect(Collectors.joining(" | ", "| ", " |\n"))
			.replace("|  |", "| |");
	}

}
