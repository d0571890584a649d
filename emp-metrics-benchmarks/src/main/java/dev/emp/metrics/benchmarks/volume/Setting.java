package dev.emp.metrics.benchmarks.volume;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What is compared. Times are given for a step of 30 s and shrink with the step.
 */
enum Setting {

	/** The library as it is. */
	DEFAULT("default"),

	/** Every seventh job fails: the series of errors are there. */
	FAILING("default, every seventh job fails"),

	/** Bodies as they are. */
	NO_GZIP("no compression", "management.otlp.metrics.export.compression-mode=none"),

	/** The descriptions of all meters. */
	DESCRIPTIONS("descriptions", "emp.metrics.export.descriptions=true"),

	/** Each step by itself. */
	DELTA("delta temporality", "management.otlp.metrics.export.aggregation-temporality=delta"),

	/** The largest value of each timer and summary, as Boot has it. */
	MAX_GAUGES("max gauges", "management.otlp.metrics.export.publish-max-gauge-for-histograms=true"),

	/** Tiers as they are when switched on. */
	TIERS_5("tiers 5/30/120 s", "emp.metrics.export.tiers.enabled=true", "emp.metrics.export.tiers.fast=@5",
			"emp.metrics.export.tiers.low=@120"),

	/** Tiers with a slower fast one. */
	TIERS_10("tiers 10/30/120 s", "emp.metrics.export.tiers.enabled=true", "emp.metrics.export.tiers.fast=@10",
			"emp.metrics.export.tiers.low=@120"),

	/** What Boot alone sends of the same worker, at the same interval and compressed. */
	BOOT("Boot alone, gzip, 30 s", "emp.metrics.enabled=false", "management.otlp.metrics.export.compression-mode=gzip",
			"management.otlp.metrics.export.step=@30");

	private final String label;

	private final List<String> properties;

	Setting(String label, String... properties) {
		this.label = label;
		this.properties = List.of(properties);
	}

	String label() {
		return this.label;
	}

	boolean isFailing() {
		return this == FAILING;
	}

	/**
	 * How long it takes until each meter was sent once, in steps.
	 * @return the number of steps
	 */
	int slowestStep() {
		return (this == TIERS_5 || this == TIERS_10) ? 4 : 1;
	}

	/**
	 * What makes the difference.
	 * @param stepMillis the step
	 * @return arguments of the worker
	 */
	List<String> arguments(long stepMillis) {
		List<String> arguments = new ArrayList<>();
		for (String property : this.properties) {
			int at = property.indexOf('@');
			arguments.add("--" + ((at < 0) ? property
					: property.substring(0, at) + Long.parseLong(property.substring(at + 1)) * stepMillis / 30 + "ms"));
		}
		return arguments;
	}

	static List<Setting> of(String names) {
		Stream<String> all = names.isBlank() ? Arrays.stream(values()).map(Enum::name) : Stream.of(names.split(","));
		return all.map((name) -> Setting.valueOf(name.toUpperCase(Locale.ROOT))).toList();
	}

}
