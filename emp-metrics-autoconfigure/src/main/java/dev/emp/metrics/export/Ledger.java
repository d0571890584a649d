package dev.emp.metrics.export;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Books what becomes of data points. Guarded by the lock of the queue, whose listener
 * hears of the entries once the lock is free.
 */
final class Ledger {

	static final String NONE = "none";

	private final Map<Result, Map<String, Long>> points = new EnumMap<>(Result.class);

	private Map<Entry, Long> unheard = new LinkedHashMap<>();

	void book(Result result, String reason, long count) {
		if (count > 0) {
			this.points.computeIfAbsent(result, (key) -> new TreeMap<>()).merge(reason, count, Long::sum);
			this.unheard.merge(new Entry(result, reason), count, Long::sum);
		}
	}

	Map<Entry, Long> takeUnheard() {
		Map<Entry, Long> taken = this.unheard;
		this.unheard = new LinkedHashMap<>();
		return taken;
	}

	Totals totals(long held) {
		return new Totals(of(Result.ACCEPTED), sum(Result.DELIVERED), of(Result.DROPPED), sum(Result.REJECTED),
				of(Result.CORRUPT), held);
	}

	private Map<String, Long> of(Result result) {
		return this.points.getOrDefault(result, Map.of());
	}

	private long sum(Result result) {
		return of(result).values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * What points were booked as.
	 *
	 * @param result what became of the points
	 * @param reason why
	 */
	record Entry(Result result, String reason) {
	}

}
