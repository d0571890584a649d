package dev.emp.metrics.export;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what a delivery tells of.
 */
final class CountingListener implements DeliveryListener {

	private final Map<String, Long> counts = new ConcurrentHashMap<>();

	@Override
	public void points(Result result, String reason, long points) {
		this.counts.merge(result.tag() + " " + reason, points, Long::sum);
	}

	@Override
	public void retried(String reason) {
		this.counts.merge("retried " + reason, 1L, Long::sum);
	}

	@Override
	public void accepted(int bytes) {
		this.counts.merge("batches", 1L, Long::sum);
	}

	long count(String key) {
		return this.counts.getOrDefault(key, 0L);
	}

	Map<String, Long> counts() {
		return this.counts;
	}

}
