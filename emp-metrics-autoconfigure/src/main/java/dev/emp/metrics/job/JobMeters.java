package dev.emp.metrics.job;

import java.util.List;
import java.util.stream.Stream;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;
import dev.emp.metrics.MeterSpec.Tier;

/**
 * The meters of jobs. The bounds of durations and waits are those of a queue whose jobs
 * take from a tenth of a second to ten minutes and wait up to an hour.
 */
enum JobMeters implements MeterDefinition {

	PROCESSED(MeterSpec.counter("jobs.processed", "Attempts at jobs that started, and how each ended")
		.tags(Keys.of(Keys.STATUS))
		.withExtraTags()
		.tier(Tier.FAST)),

	ACTIVE(MeterSpec.gauge("jobs.active", "Jobs that are running").tags(Keys.of()).tier(Tier.FAST)),

	DURATION(MeterSpec.timer("job.duration", "How long attempts at jobs ran", .1, .5, 1, 2, 5, 10, 30, 60, 300, 600)
		.tags(Keys.of(Keys.STATUS))
		.withExtraTags()
		.tier(Tier.FAST)),

	QUEUE_WAIT(MeterSpec
		.timer("job.queue.wait", "How long jobs waited from the moment they could be taken until they started", 1, 5,
				10, 30, 60, 300, 600, 1800, 3600)
		.tags(Keys.of())
		.tier(Tier.FAST)),

	OUTPUT_SIZE(MeterSpec.summary("job.output.size", "The size of what jobs produced", "bytes", Keys.SIZES)
		.tags(Keys.of())),

	INPUT_SIZE(MeterSpec.summary("job.input.size", "The size of what jobs were given", "bytes", Keys.SIZES)
		.tags(Keys.of())),

	ERRORS(MeterSpec.counter("errors", "Errors of jobs, by class and by name")
		.tags(Keys.NAME, Keys.SERVICE, Keys.PRIORITY, Keys.ERROR_TYPE, Keys.ERROR_NAME)
		.tier(Tier.FAST)),

	ACTIVE_AGE(MeterSpec.timeGauge("job.active.age.max", "The age of the job that has been running longest")
		.tags(Keys.NAME, Keys.SERVICE, Keys.QUEUE)
		.tier(Tier.FAST)),

	PROGRESS_AGE(MeterSpec
		.timeGauge("job.progress.age.max",
				"The time since the last sign of progress of the running job that stalls most")
		.tags(Keys.NAME, Keys.SERVICE, Keys.QUEUE)
		.tier(Tier.FAST)),

	OUTCOMES(MeterSpec.counter("job.outcomes", "Jobs that ended for good, all attempts taken together")
		.tags(Keys.of(Keys.KIND))
		.withExtraTags()),

	RETRIES(MeterSpec.counter("job.retries", "Attempts after the first")
		.tags(Keys.of(Keys.ERROR_TYPE))
		.withExtraTags()),

	LAST_SUCCESS_AGE(MeterSpec.timeGauge("job.last.success.age", "The time since a job last completed")
		.tags(Keys.NAME, Keys.SERVICE)),

	WAIT_SKEW(MeterSpec
		.counter("job.queue.wait.skew", "Jobs that seem to have started before they were enqueued: clocks differ")
		.tags(Keys.NAME, Keys.SERVICE));

	private final MeterSpec spec;

	JobMeters(MeterSpec spec) {
		this.spec = spec;
	}

	@Override
	public MeterSpec spec() {
		return this.spec;
	}

	/**
	 * The tag keys of job meters.
	 */
	static final class Keys {

		static final String NAME = "job.name";

		static final String SERVICE = "service";

		static final String QUEUE = "queue";

		static final String PRIORITY = "priority";

		static final String STATUS = "status";

		static final String KIND = "kind";

		static final String ERROR_TYPE = "error.type";

		static final String ERROR_NAME = "error.name";

		/** The keys that every sample of a job has, in the order of the values. */
		static final List<String> JOB = List.of(NAME, SERVICE, QUEUE, PRIORITY);

		/** Every key that the library itself gives to some meter of a job. */
		static final List<String> ALL = List.of(NAME, SERVICE, QUEUE, PRIORITY, STATUS, KIND, ERROR_TYPE, ERROR_NAME,
				"machine.id", "worker.id", "deployment.environment");

		private static final double[] SIZES = { 1 << 10, 16 << 10, 256 << 10, 4 << 20, 64 << 20, 1 << 30 };

		private Keys() {
		}

		private static String[] of(String... further) {
			return Stream.concat(JOB.stream(), Stream.of(further)).toArray(String[]::new);
		}

	}

}
