package dev.emp.metrics.queue;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;
import dev.emp.metrics.MeterSpec.Tier;

/**
 * The meters of queues. Several processes that look at one broker each say the same:
 * aggregate with the maximum, not the sum.
 */
enum QueueMeters implements MeterDefinition {

	SIZE(MeterSpec.gauge("queue.size", "Jobs in a queue, by what they are in")
		.tags(Keys.QUEUE, Keys.BACKEND, Keys.STATE)
		.tier(Tier.FAST)),

	OLDEST_AGE(MeterSpec
		.timeGauge("queue.oldest.age", "How long the oldest job that can be taken has been waiting, 0 if there is none")
		.tags(Keys.QUEUE, Keys.BACKEND)
		.tier(Tier.FAST)),

	CONSUMERS(MeterSpec.gauge("queue.consumers", "Consumers of a queue").tags(Keys.QUEUE, Keys.BACKEND)),

	CAPACITY(MeterSpec.gauge("queue.capacity", "Waiting jobs that a queue can hold").tags(Keys.QUEUE, Keys.BACKEND)),

	UTILIZATION(MeterSpec.ratio("queue.utilization", "Waiting jobs (ready, scheduled and retry) over the capacity")
		.tags(Keys.QUEUE, Keys.BACKEND));

	private final MeterSpec spec;

	QueueMeters(MeterSpec spec) {
		this.spec = spec;
	}

	@Override
	public MeterSpec spec() {
		return this.spec;
	}

	/**
	 * The tag keys of queue meters.
	 */
	static final class Keys {

		static final String QUEUE = "queue";

		static final String BACKEND = "backend";

		static final String STATE = "state";

		private Keys() {
		}

	}

}
