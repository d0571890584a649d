package dev.emp.metrics.export;

import java.util.HashMap;
import java.util.Map;

/**
 * What became of all data points so far, at one moment.
 *
 * @param accepted by their reasons: pushed by a registry, or restored from the disk
 * @param delivered points that the receiver took
 * @param dropped by their reasons
 * @param rejected points that the receiver refused of batches that it took
 * @param corrupt by what was wrong with the file
 * @param held points that are neither
 */
record Totals(Map<String, Long> accepted, long delivered, Map<String, Long> dropped, long rejected,
		Map<String, Long> corrupt, long held) {

	static final Totals NONE = new Totals(Map.of(), 0, Map.of(), 0, Map.of(), 0);

	Totals {
		accepted = Map.copyOf(accepted);
		dropped = Map.copyOf(dropped);
		corrupt = Map.copyOf(corrupt);
	}

	long allAccepted() {
		return sum(this.accepted);
	}

	long allDropped() {
		return sum(this.dropped);
	}

	boolean isBalanced() {
		return allAccepted() == this.delivered + allDropped() + this.rejected + sum(this.corrupt) + this.held;
	}

	Totals plus(Totals other) {
		return new Totals(plus(this.accepted, other.accepted), this.delivered + other.delivered,
				plus(this.dropped, other.dropped), this.rejected + other.rejected, plus(this.corrupt, other.corrupt),
				this.held + other.held);
	}

	private static Map<String, Long> plus(Map<String, Long> one, Map<String, Long> other) {
		Map<String, Long> sum = new HashMap<>(one);
		other.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
		return sum;
	}

	private static long sum(Map<String, Long> counts) {
		return counts.values().stream().mapToLong(Long::longValue).sum();
	}

}
