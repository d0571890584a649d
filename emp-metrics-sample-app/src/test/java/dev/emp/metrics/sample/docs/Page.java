package dev.emp.metrics.sample.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page for readers of the project.
 *
 * @param name the path below the root of the repository
 * @param text what it says
 */
record Page(String name, String text) {

	static final Path ROOT = Path.of("..");

	private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)\n```$");

	private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

	static Page of(String name) {
		try {
			return new Page(name, Files.readString(ROOT.resolve(name)).replace("\r\n", "\n"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static List<Page> all() {
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			Stream<String> pages = docs.map((file) -> "docs/" + file.getFileName())
				.filter((name) -> name.endsWith(".md"))
				.sorted();
			return Stream.concat(Stream.of("README.md", "CONTRIBUTING.md", "emp-metrics-sample-app/README.md"), pages)
				.map(Page::of)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The blocks of code in one language.
	 * @param language what stands behind the opening fence
	 * @return the text of each
	 */
	List<String> blocks(String language) {
		return BLOCK.matcher(this.text)
			.results()
			.filter((found) -> found.group(1).equals(language))
			.map((found) -> found.group(2))
			.toList();
	}

	/**
	 * The pieces of code within the prose.
	 * @return the text of each
	 */
	List<String> inlineCode() {
		return CODE.matcher(BLOCK.matcher(this.text).replaceAll("")).results().map((found) -> found.group(1)).toList();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
