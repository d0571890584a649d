package dev.emp.metrics.sample.work;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.emp.metrics.sample.work.TextIndex.Term;

/**
 * The terms of one text and where each of them occurs.
 */
final class InvertedIndex {

	private final Map<String, Positions> postings = new HashMap<>();

	private int occurrences;

	InvertedIndex(String text) {
		int start = next(text, 0, true);
		while (start < text.length()) {
			int end = next(text, start, false);
			add(text.substring(start, end).toLowerCase(Locale.ROOT), start);
			start = next(text, end, true);
		}
	}

	boolean isEmpty() {
		return this.postings.isEmpty();
	}

	TextIndex summary(int topTerms) {
		return new TextIndex(this.postings.size(), this.occurrences, bytes(), top(topTerms));
	}

	private void add(String term, int offset) {
		this.postings.computeIfAbsent(term, (key) -> new Positions()).add(offset);
		this.occurrences++;
	}

	private long bytes() {
		long characters = this.postings.keySet().stream().mapToLong(String::length).sum();
		return characters * Character.BYTES + (long) this.occurrences * Integer.BYTES;
	}

	private List<Term> top(int limit) {
		return this.postings.entrySet()
			.stream()
			.map((entry) -> new Term(entry.getKey(), entry.getValue().count(), entry.getValue().first()))
			.sorted(Comparator.comparingInt(Term::count).reversed().thenComparing(Term::term))
			.limit(limit)
			.toList();
	}

	private static int next(String text, int from, boolean inTerm) {
		int index = from;
		while (index < text.length()) {
			int character = text.codePointAt(index);
			if (Character.isLetterOrDigit(character) == inTerm) {
				return index;
			}
			index += Character.charCount(character);
		}
		return index;
	}

}
