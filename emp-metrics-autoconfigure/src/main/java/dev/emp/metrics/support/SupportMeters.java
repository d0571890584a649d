package dev.emp.metrics.support;

import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterSpec;

/**
 * What the library says of itself.
 */
public enum SupportMeters implements MeterDefinition {

	/** Values that a limit turned into {@code _other}. */
	CARDINALITY_OVERFLOW(MeterSpec
		.counter("emp.metrics.cardinality.overflow", "Tag values beyond their limit, counted as _other or left out")
		.tags("meter", "tag")),

	/** Whether a source answers. */
	SOURCE_UP(MeterSpec
		.gauge("emp.metrics.source.up",
				"Whether the last reading of a source succeeded: 1 or 0. Of this machine from the first failure on")
		.tags("source")),

	/** The age of what the gauges of a source show. */
	SOURCE_AGE(MeterSpec.timeGauge("emp.metrics.source.age", "The time since a source was last read successfully")
		.tags("source")
		.offByDefault()),

	/** Failures of code that the library calls. */
	SOURCE_ERRORS(MeterSpec.counter("emp.metrics.source.errors", "Failures of a source or of an application's callback")
		.tags("source")),

	/** What reading a source costs. */
	SOURCE_DURATION(MeterSpec
		.timer("emp.metrics.source.duration", "How long it took to read a source", .001, .01, .05, .1, .5, 1, 5, 10)
		.tags("source")
		.offByDefault());

	/** What becomes of values beyond a limit of tags. */
	public static final String COUNTED_AS_OTHER = "are counted as " + BoundedTags.OTHER;

	private static final Log logger = LogFactory.getLog(SupportMeters.class);

	private final MeterSpec spec;

	SupportMeters(MeterSpec spec) {
		this.spec = spec;
	}

	@Override
	public MeterSpec spec() {
		return this.spec;
	}

	/**
	 * What counts values beyond a limit.
	 * @param meters where the count is registered at the first such value
	 * @param meter the meter that is kept within the limit
	 * @param tag the tag, or what else is limited
	 * @return to be run for each such value
	 */
	public static Runnable overflow(Meters meters, MeterDefinition meter, String tag) {
		Lazy<Counter> overflow = new Lazy<>(
				() -> meters.counter(CARDINALITY_OVERFLOW, Tags.of("meter", meter.spec().name(), "tag", tag)));
		return () -> overflow.get().increment();
	}

	/**
	 * What counts values beyond a limit, and says at the first which limit it is.
	 * @param meters where the count is registered at the first such value
	 * @param meter the meter that is kept within the limit
	 * @param tag the tag, or what else is limited
	 * @param property the property that sets the limit
	 * @param consequence what becomes of values beyond it, as a clause without a subject
	 * @return to be run for each such value
	 */
	public static Runnable overflow(Meters meters, MeterDefinition meter, String tag, String property,
			String consequence) {
		Runnable count = overflow(meters, meter, tag);
		AtomicBoolean said = new AtomicBoolean();
		return () -> {
			count.run();
			if (!said.get() && said.compareAndSet(false, true)) {
				logger.warn("The limit " + property + " is reached for '" + tag + "' of the meter "
						+ meter.spec().name() + ": new values " + consequence + ". Raise " + property
						+ " or reduce the number of values. Further values beyond the limit are counted in emp.metrics.cardinality.overflow and not "
						+ "logged.");
			}
		};
	}

	/**
	 * A guard whose failures are counted.
	 * @param meters where the count is registered at the first failure
	 * @param source what is called, also the tag of the count
	 * @param consequence what a failure costs, as a sentence for the warning
	 * @return a new guard
	 */
	public static Guarded guard(Meters meters, String source, String consequence) {
		Lazy<Counter> failures = new Lazy<>(() -> meters.counter(SOURCE_ERRORS, Tags.of("source", source)));
		return new Guarded(source, consequence, () -> failures.get().increment());
	}

}
