package dev.emp.metrics.export;

/**
 * Payloads of tests, with one data point per name of a metric.
 */
final class Batches {

	private Batches() {
	}

	static Payload plain(String... names) {
		return new Payload(RandomRequests.gauges(names).toByteArray(), false, names.length, 0);
	}

	static Payload compressed(String... names) {
		return new Payload(Gzip.compress(plain(names).bytes()), true, names.length, 0);
	}

}
