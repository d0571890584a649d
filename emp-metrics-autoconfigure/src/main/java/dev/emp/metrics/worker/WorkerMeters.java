package dev.emp.metrics.worker;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;
import dev.emp.metrics.MeterSpec.Tier;

/**
 * The meters of pools of workers.
 */
enum WorkerMeters implements MeterDefinition {

	AVAILABLE(MeterSpec.gauge("workers.available", "Jobs that a pool of workers could run besides those that run")
		.tags(Keys.SERVICE, Keys.POOL)
		.tier(Tier.FAST)),

	SLOTS(MeterSpec.gauge("workers.slots", "Jobs that a pool of workers can run at once")
		.tags(Keys.SERVICE, Keys.POOL)
		.tier(Tier.FAST)),

	UTILIZATION(MeterSpec.ratio("workers.utilization", "Busy workers over slots")
		.tags(Keys.SERVICE, Keys.POOL)
		.tier(Tier.FAST)),

	BUSY(MeterSpec.gauge("workers.busy", "Jobs that a pool of workers runs")
		.tags(Keys.SERVICE, Keys.POOL)
		.tier(Tier.FAST));

	private final MeterSpec spec;

	WorkerMeters(MeterSpec spec) {
		this.spec = spec;
	}

	@Override
	public MeterSpec spec() {
		return this.spec;
	}

	/**
	 * The tag keys of worker meters.
	 */
	static final class Keys {

		static final String SERVICE = "service";

		static final String POOL = "worker.pool";

		private Keys() {
		}

	}

}
