package dev.emp.metrics.host;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.KernelFile;
import dev.emp.metrics.support.KernelText;

/**
 * A file of the machine and what is read out of it. One that cannot be read costs what it
 * says and nothing else. Not safe for use by several threads.
 *
 * @param <R> what is read
 */
final class HostFile<R> {

	private final KernelFile file;

	private final Parser<R> parser;

	private final Consumer<Throwable> failures;

	HostFile(Path path, Parser<R> parser, Consumer<Throwable> failures) {
		this.file = new KernelFile(path);
		this.parser = parser;
		this.failures = failures;
	}

	/**
	 * Read the file.
	 * @return what it says, or null if it is not there or cannot be read
	 */
	@Nullable R read() {
		try {
			return this.parser.parse(this.file.read());
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		catch (Exception ex) {
			this.failures.accept(ex);
			return null;
		}
	}

	/**
	 * Reads a text.
	 *
	 * @param <R> what is read
	 */
	@FunctionalInterface
	interface Parser<R> {

		/**
		 * Read.
		 * @param text a cursor before the first line
		 * @return what the text says, or null if that is nothing yet
		 * @throws Exception if it is another text
		 */
		@Nullable R parse(KernelText text) throws Exception;

	}

}
