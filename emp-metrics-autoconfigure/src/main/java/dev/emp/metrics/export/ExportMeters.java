package dev.emp.metrics.export;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;

/**
 * The meters of the delivery.
 */
enum ExportMeters implements MeterDefinition {

	/** What became of data points. */
	POINTS(MeterSpec
		.counter("emp.metrics.export.points",
				"Data points by what became of them; accepted = delivered + dropped + rejected + corrupt + held")
		.tags("result", "reason")),

	/** Batches that were not delivered at once. */
	RETRIES(MeterSpec.counter("emp.metrics.export.retries", "Attempts to deliver a batch that failed and are repeated")
		.tags("reason")),

	/** Data points that are accepted and still ours. */
	HELD(MeterSpec.gauge("emp.metrics.export.held", "Data points that wait for their delivery")),

	/** The size of what is held. */
	SPOOL_SIZE(MeterSpec.bytes("emp.metrics.export.spool.size",
			"Size of what waits for its delivery, in memory and on disk")),

	/** The age of what is held. */
	SPOOL_AGE(MeterSpec.timeGauge("emp.metrics.export.spool.age",
			"How long the oldest batch has been waiting for its delivery, 0 if there is none")),

	/** The size of requests. */
	PAYLOAD_SIZE(MeterSpec
		.summary("emp.metrics.export.payload.size", "Size of a batch as it is sent", "bytes", 1 << 10, 1 << 12, 1 << 14,
				1 << 16, 1 << 18, 1 << 20, 1 << 22)
		.offByDefault());

	private final MeterSpec spec;

	ExportMeters(MeterSpec spec) {
		this.spec = spec;
	}

	@Override
	public MeterSpec spec() {
		return this.spec;
	}

}
