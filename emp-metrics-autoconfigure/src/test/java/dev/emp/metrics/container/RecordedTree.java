package dev.emp.metrics.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * What {@code record-tree}, which is beside the recordings, wrote of a real machine or
 * container: the files that the readers read, links and directories.
 */
final class RecordedTree {

	private RecordedTree() {
	}

	/**
	 * The text of a resource.
	 * @param name its name below those of this package
	 * @return the text
	 */
	static String text(String name) {
		try (InputStream input = RecordedTree.class.getResourceAsStream(name)) {
			if (input == null) {
				throw new IllegalStateException("no resource " + name);
			}
			return new String(input.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Lay out a tree.
	 * @param name the name of the recording
	 * @param root the directory that stands for the root of the file system
	 * @return the root
	 * @throws IOException if that fails
	 */
	static Path unpack(String name, Path root) throws IOException {
		Path file = null;
		StringBuilder content = new StringBuilder();
		for (String line : text("trees/" + name + ".tree").split("\n", -1)) {
			if (!line.startsWith("@") && !line.startsWith("# ")) {
				content.append(line).append('\n');
				continue;
			}
			write(file, content);
			file = begin(line.split(" ", 3), root);
		}
		write(file, content);
		return root;
	}

	private static @Nullable Path begin(String[] words, Path root) throws IOException {
		switch (words[0]) {
			case "@file" -> {
				return root.resolve(words[1].substring(1));
			}
			case "@dir" -> Files.createDirectories(root.resolve(words[1].substring(1)));
			case "@link" -> {
				Path link = root.resolve(words[1].substring(1));
				Files.createDirectories(link.getParent());
				Files.createSymbolicLink(link, Path.of(words[2]));
			}
			default -> {
				// a comment
			}
		}
		return null;
	}

	private static void write(@Nullable Path file, StringBuilder content) throws IOException {
		if (file != null) {
			Files.createDirectories(file.getParent());
			Files.writeString(file, content);
		}
		content.setLength(0);
	}

}
