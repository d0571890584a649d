package dev.emp.metrics.host;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.support.BoundedTags;
import dev.emp.metrics.support.KernelText;

/**
 * The names at the beginning of the lines of a file, of which most are the same in the
 * same places again, so that a text and a decision is made once for each. Not safe for
 * use by several threads.
 */
final class NameTable {

	private final Predicate<String> admits;

	private final int limit;

	private final Runnable onOverflow;

	private final Set<String> kept = new HashSet<>();

	private final List<Entry> entries = new ArrayList<>();

	private int line;

	/**
	 * Create an empty table.
	 * @param admits which names are wanted
	 * @param limit how many are kept at a time
	 * @param onOverflow run for each that is wanted and beyond the limit
	 */
	NameTable(Predicate<String> admits, int limit, Runnable onOverflow) {
		this.admits = admits;
		this.limit = limit;
		this.onOverflow = onOverflow;
	}

	/**
	 * Begin a file.
	 */
	void begin() {
		this.line = 0;
	}

	/**
	 * The name that the cursor stands at, in the next line.
	 * @param text the cursor
	 * @return the name as a tag can have it, or null if it is not wanted
	 */
	@Nullable String next(KernelText text) {
		int index = this.line++;
		Entry before = (index < this.entries.size()) ? this.entries.get(index) : null;
		String word = text.word((before != null) ? before.word : null);
		if (before == null || !before.word.equals(word)) {
			forget(index);
			before = new Entry(word, decide(word));
			this.entries.add(before);
		}
		return before.name;
	}

	/**
	 * End a file: what stood in lines that are no more is forgotten.
	 */
	void end() {
		forget(this.line);
	}

	private @Nullable String decide(String word) {
		String name = BoundedTags.text(word);
		if (!this.admits.test(word) || name.isBlank() || this.kept.contains(name)) {
			return null;
		}
		if (this.kept.size() >= this.limit) {
			this.onOverflow.run();
			return null;
		}
		this.kept.add(name);
		return name;
	}

	private void forget(int from) {
		while (this.entries.size() > from) {
			String name = this.entries.remove(this.entries.size() - 1).name;
			if (name != null) {
				this.kept.remove(name);
			}
		}
	}

	/**
	 * A line.
	 *
	 * @param word as it stands there
	 * @param name as a tag has it, or null if it is not wanted
	 */
	private record Entry(String word, @Nullable String name) {
	}

}
