package dev.emp.metrics.sample.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The page about backends.
 *
 * @param text its text
 */
record BackendsPage(String text) {

	static BackendsPage read() throws IOException {
		return new BackendsPage(Files.readString(Path.of("../docs/backends.md")).replace("\r\n", "\n"));
	}

	/**
	 * The blocks of one kind below a heading.
	 * @param heading the heading
	 * @param kind what stands behind the fence
	 * @return the blocks in their order
	 */
	List<String> blocks(String heading, String kind) {
		String section = this.text.split("\n## " + heading + "\n", 2)[1].split("\n## ", 2)[0];
		return Pattern.compile("```" + kind + "\n(.*?)\n```", Pattern.DOTALL)
			.matcher(section)
			.results()
			.map((MatchResult block) -> block.group(1))
			.toList();
	}

	/**
	 * Arguments for a block of properties, with the addresses of a local receiver.
	 * @param block the block
	 * @param url the address without a path
	 * @return arguments for the application
	 */
	static List<String> arguments(String block, String url) {
		return block.lines().map((line) -> "--" + line.replaceFirst("=https?://[^/]+", "=" + url)).toList();
	}

}
