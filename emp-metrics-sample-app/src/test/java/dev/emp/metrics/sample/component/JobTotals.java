package dev.emp.metrics.sample.component;

import java.util.Map;
import java.util.TreeMap;

/**
 * How many attempts at jobs started, completed and failed.
 */
final class JobTotals {

	private static final String START = "jobs: ";

	private JobTotals() {
	}

	/**
	 * What a worker printed when all its jobs had ended.
	 * @param worker the worker, which has ended
	 * @return numbers by the name of the job and the status
	 */
	static Map<String, Long> lastPrintedBy(Worker worker) {
		String line = worker.output()
			.lines()
			.filter((candidate) -> candidate.contains(START))
			.reduce((first, second) -> second)
			.orElseThrow();
		Map<String, Long> totals = new TreeMap<>();
		for (String job : line.substring(line.indexOf(START) + START.length()).split("; ", -1)) {
			String name = job.substring(0, job.indexOf(' '));
			for (String count : job.substring(name.length() + 1).split(", ", -1)) {
				String[] words = count.split(" ", -1);
				// a series that was never counted is not there
				if (words[0].matches("started|completed|failed") && !words[1].equals("0")) {
					totals.put(name + " " + words[0], Long.valueOf(words[1]));
				}
			}
		}
		return totals;
	}

}
