package dev.emp.metrics.sample.work;

import java.util.List;

import dev.emp.metrics.sample.queue.JobResult;

/**
 * What the index of a text holds.
 *
 * @param distinctTerms how many different terms the text has
 * @param occurrences how many words the text has
 * @param indexBytes the size of the index: two bytes for each character of a term, four
 * for each occurrence
 * @param topTerms the most frequent terms, most frequent first
 */
record TextIndex(int distinctTerms, int occurrences, long indexBytes, List<Term> topTerms) implements JobResult {

	TextIndex {
		topTerms = List.copyOf(topTerms);
	}

	@Override
	public long size() {
		return this.indexBytes;
	}

	/**
	 * One term of the text.
	 *
	 * @param term the term in lower case
	 * @param count how often it occurs
	 * @param firstAt where it occurs first, as an offset in characters
	 */
	record Term(String term, int count, int firstAt) {

	}

}
