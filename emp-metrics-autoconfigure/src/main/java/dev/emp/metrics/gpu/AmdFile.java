package dev.emp.metrics.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.KernelFile;
import dev.emp.metrics.support.KernelText;

/**
 * A file of a card with one number or one name, which the card may have or not. Not safe
 * for use by several threads.
 */
final class AmdFile {

	private static final int MOST_WORDS = 32;

	private final @Nullable KernelFile file;

	private boolean gone;

	private AmdFile(@Nullable KernelFile file) {
		this.file = file;
	}

	/**
	 * The first file that is there.
	 * @param folder where
	 * @param names its possible names
	 * @return the file, which may be none
	 */
	static AmdFile first(Path folder, String... names) {
		for (String name : names) {
			Path path = folder.resolve(name);
			if (Files.exists(path)) {
				return new AmdFile(new KernelFile(path));
			}
		}
		return new AmdFile(null);
	}

	/**
	 * Read the number that stands first.
	 * @return the number, or NaN where it is not known
	 */
	double number() {
		KernelText text = read();
		return (text != null && text.nextLine()) ? KernelText.orUnknown(text.nextNumber()) : Double.NaN;
	}

	/**
	 * Read the number that stands after a word.
	 * @param word the first word of its line
	 * @return the number, or NaN where it is not known
	 */
	double numberAfter(String word) {
		KernelText text = read();
		while (text != null && text.nextLine()) {
			if (text.nextWord() && text.is(word)) {
				return KernelText.orUnknown(text.nextNumber());
			}
		}
		return Double.NaN;
	}

	/**
	 * Read the first line.
	 * @return its words, or an empty text where it is not known
	 */
	String text() {
		KernelText text = read();
		StringBuilder line = new StringBuilder();
		if (text != null && text.nextLine()) {
			for (int i = 0; i < MOST_WORDS && text.nextWord(); i++) {
				line.append(line.isEmpty() ? "" : " ").append(text.word());
			}
		}
		return line.toString();
	}

	/**
	 * Whether it was there and is no more.
	 * @return whether it is gone
	 */
	boolean isGone() {
		return this.gone;
	}

	private @Nullable KernelText read() {
		try {
			return (this.file != null) ? this.file.read() : null;
		}
		catch (NoSuchFileException ex) {
			this.gone = true;
			return null;
		}
		catch (IOException ex) {
			// a card that sleeps, or is being reset, refuses its files for a while; that
			// is nothing to tell each time
			return null;
		}
	}

}
