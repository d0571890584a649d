package dev.emp.metrics.test.docs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a scrape.
 *
 * @param name the name of the series
 * @param labels its labels
 * @param value its value
 */
record Sample(String name, Map<String, String> labels, double value) {

	private static final Pattern LINE = Pattern.compile("(\\w+)\\{(.*)} (\\S+)");

	private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

	/**
	 * Read a scrape.
	 * @param text the text; lines of another form are passed over
	 * @return the samples
	 */
	static List<Sample> all(String text) {
		return text.lines().map(LINE::matcher).filter(Matcher::matches).map(Sample::of).toList();
	}

	private static Sample of(Matcher line) {
		Map<String, String> labels = new TreeMap<>();
		LABEL.matcher(line.group(2)).results().forEach((label) -> labels.put(label.group(1), label.group(2)));
		return new Sample(line.group(1), labels, Double.parseDouble(line.group(3)));
	}

	/**
	 * Whether this sample is what the page says of it, where labels that are unknown are
	 * left out.
	 * @param shown a sample of the page
	 * @return whether they are the same
	 */
	boolean isShownAs(Sample shown) {
		Map<String, String> known = new TreeMap<>(this.labels);
		known.values().removeIf("unknown"::equals);
		Map<String, String> expected = new TreeMap<>(shown.labels);
		expected.values().removeIf("unknown"::equals);
		return this.name.equals(shown.name) && this.value == shown.value && known.equals(expected);
	}

}
