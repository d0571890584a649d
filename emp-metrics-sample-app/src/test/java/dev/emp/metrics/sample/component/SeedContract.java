package dev.emp.metrics.sample.component;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One row of the list of what the seed document names.
 *
 * @param metric the name in Prometheus, without the suffixes of a histogram
 * @param labels label keys that each series has
 * @param bounds the bounds of a histogram in the order of the list, or none
 * @param deliveredBy the work that delivers the row
 * @param on whether the row is delivered
 */
record SeedContract(String metric, Set<String> labels, List<Double> bounds, String deliveredBy, boolean on) {

	static List<SeedContract> delivered() {
		return all().stream().filter(SeedContract::on).toList();
	}

	static List<SeedContract> all() {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(
				Objects.requireNonNull(
						SeedContract.class.getClassLoader().getResourceAsStream("contract/seed-metrics.csv")),
				StandardCharsets.UTF_8))) {
			return reader.lines().filter((line) -> !line.startsWith("#")).map(SeedContract::parse).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The name of a series that every meter of the row has.
	 * @return the count of a histogram, otherwise the metric itself
	 */
	String series() {
		boolean histogram = this.metric.endsWith("_seconds") || this.metric.endsWith("_size_bytes");
		return histogram ? this.metric + "_count" : this.metric;
	}

	private static SeedContract parse(String line) {
		String[] cells = Stream.of(line.split("\\|", -1)).map(String::trim).toArray(String[]::new);
		if (cells.length != 5 || !Set.of("on", "off").contains(cells[4])) {
			throw new IllegalStateException("No row of the contract: " + line);
		}
		return new SeedContract(cells[0], Set.copyOf(words(cells[1])),
				words(cells[2]).stream().map(Double::valueOf).toList(), cells[3], cells[4].equals("on"));
	}

	private static List<String> words(String cell) {
		return Stream.of(cell.split(" ")).filter((word) -> !word.isEmpty()).toList();
	}

}
