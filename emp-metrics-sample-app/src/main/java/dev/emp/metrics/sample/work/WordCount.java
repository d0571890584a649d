package dev.emp.metrics.sample.work;

import java.util.StringTokenizer;

import dev.emp.metrics.sample.queue.JobResult;

/**
 * How long a text is.
 *
 * @param lines the number of lines
 * @param words the number of words, which white space parts
 * @param longestLine the characters of the longest line
 */
record WordCount(long lines, long words, int longestLine) implements JobResult {

	static final WordCount NONE = new WordCount(0, 0, 0);

	WordCount plus(String line) {
		return new WordCount(this.lines + 1, this.words + new StringTokenizer(line).countTokens(),
				Math.max(this.longestLine, line.length()));
	}

	@Override
	public long size() {
		return 2L * Long.BYTES + Integer.BYTES;
	}

}
