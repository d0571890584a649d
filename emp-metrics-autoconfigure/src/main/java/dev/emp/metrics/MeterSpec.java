package dev.emp.metrics;

import java.util.List;
import java.util.stream.DoubleStream;

import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

/**
 * The name, shape and meaning of a meter.
 *
 * @param name the dotted Micrometer name
 * @param type the type of the meter
 * @param description what a reader of a dashboard needs to know
 * @param unit the base unit, one of {@code seconds}, {@code bytes}, {@code percent},
 * {@code ratio}, {@code celsius}, {@code watts}, {@code hertz} and {@code joules}, or
 * null for a plain number
 * @param tagKeys the tag keys that every sample has
 * @param extraTags whether samples have the keys that the user declared as well
 * @param buckets the upper bounds of the histogram's buckets in the base unit, ascending;
 * empty for other types
 * @param tier how often the meter is worth exporting
 * @param onByDefault whether the meter is registered unless
 * {@code management.metrics.enable} says otherwise
 */
public record MeterSpec(String name, Meter.Type type, String description, @Nullable String unit, List<String> tagKeys,
		boolean extraTags, List<Double> buckets, Tier tier, boolean onByDefault) {

	public MeterSpec {
		tagKeys = List.copyOf(tagKeys);
		buckets = List.copyOf(buckets);
		for (int i = 1; i < buckets.size(); i++) {
			if (buckets.get(i) <= buckets.get(i - 1)) {
				throw new InvalidSettingException("The list of buckets of the meter " + name, buckets,
						"does not increase", "List the bounds in ascending order, each once.");
			}
		}
	}

	public static MeterSpec counter(String name, String description) {
		return of(name, Meter.Type.COUNTER, description, null);
	}

	public static MeterSpec counter(String name, String description, String unit) {
		return of(name, Meter.Type.COUNTER, description, unit);
	}

	public static MeterSpec gauge(String name, String description) {
		return of(name, Meter.Type.GAUGE, description, null);
	}

	public static MeterSpec gauge(String name, String description, String unit) {
		return of(name, Meter.Type.GAUGE, description, unit);
	}

	public static MeterSpec bytes(String name, String description) {
		return of(name, Meter.Type.GAUGE, description, "bytes");
	}

	public static MeterSpec ratio(String name, String description) {
		return of(name, Meter.Type.GAUGE, description, "ratio");
	}

	public static MeterSpec timeGauge(String name, String description) {
		return of(name, Meter.Type.GAUGE, description, "seconds");
	}

	public static MeterSpec timer(String name, String description, double... buckets) {
		return of(name, Meter.Type.TIMER, description, "seconds").buckets(buckets);
	}

	public static MeterSpec summary(String name, String description, String unit, double... buckets) {
		return of(name, Meter.Type.DISTRIBUTION_SUMMARY, description, unit).buckets(buckets);
	}

	private static MeterSpec of(String name, Meter.Type type, String description, @Nullable String unit) {
		return new MeterSpec(name, type, description, unit, List.of(), false, List.of(), Tier.STANDARD, true);
	}

	public MeterSpec tags(String... keys) {
		return new MeterSpec(this.name, this.type, this.description, this.unit, List.of(keys), this.extraTags,
				this.buckets, this.tier, this.onByDefault);
	}

	/**
	 * The same meter with the keys of {@code emp.metrics.job.tag-keys} on every sample.
	 * @return a new specification
	 */
	public MeterSpec withExtraTags() {
		return new MeterSpec(this.name, this.type, this.description, this.unit, this.tagKeys, true, this.buckets,
				this.tier, this.onByDefault);
	}

	public MeterSpec tier(Tier tier) {
		return new MeterSpec(this.name, this.type, this.description, this.unit, this.tagKeys, this.extraTags,
				this.buckets, tier, this.onByDefault);
	}

	/**
	 * The same meter, registered only where {@code management.metrics.enable} asks for
	 * it.
	 * @return a new specification
	 */
	public MeterSpec offByDefault() {
		return onByDefault(false);
	}

	/**
	 * The same meter, registered where something else than its own switch asks for it.
	 * @return a new specification
	 */
	public MeterSpec askedFor() {
		return onByDefault(true);
	}

	private MeterSpec onByDefault(boolean on) {
		return new MeterSpec(this.name, this.type, this.description, this.unit, this.tagKeys, this.extraTags,
				this.buckets, this.tier, on);
	}

	private MeterSpec buckets(double... bounds) {
		return new MeterSpec(this.name, this.type, this.description, this.unit, this.tagKeys, this.extraTags,
				DoubleStream.of(bounds).boxed().toList(), this.tier, this.onByDefault);
	}

	/**
	 * How often a meter is exported when tiers are switched on.
	 */
	public enum Tier {

		/** Every 5 s. */
		FAST,

		/** Every step of the registry. */
		STANDARD,

		/** Every 120 s. */
		LOW

	}

}
