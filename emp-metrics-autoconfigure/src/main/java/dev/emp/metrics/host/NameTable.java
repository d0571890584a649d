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
 * same places again, so that a text is made once for each, and a decision now and then.
 * Not safe for use by several threads.
 */
final class NameTable {

	/**
	 * Files until it is asked again whether a name is wanted: what is behind it may have
	 * become of another kind.
	 */
	private static final int ROUNDS = 10;

	private final Predicate<String> admits;

	private final int limit;

	private final Runnable onOverflow;

	private final Set<String> kept = new HashSet<>();

	private final List<Entry> entries = new ArrayList<>();

	private int line;

	private int looks;

	/** Whether it is asked again which names are wanted. */
	private boolean again;

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
		this.looks++;
		this.again = this.looks % ROUNDS == 0;
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
		if (before == null || !before.word.equals(word) || (this.again && before.wanted != this.admits.test(word))) {
			forget(index);
			boolean wanted = this.admits.test(word);
			before = new Entry(word, wanted, wanted ? keep(word) : null);
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

	private @Nullable String keep(String word) {
		String name = BoundedTags.text(word);
		if (name.isBlank() || this.kept.contains(name)) {
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
	 * @param wanted whether it is wanted
	 * @param name as a tag has it, or null if it is not wanted or beyond the limit
	 */
	private record Entry(String word, boolean wanted, @Nullable String name) {
	}

}
