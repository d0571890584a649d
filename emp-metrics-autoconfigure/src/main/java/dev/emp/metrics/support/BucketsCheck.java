package dev.emp.metrics.support;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.micrometer.metrics.autoconfigure.ServiceLevelObjectiveBoundary;
import org.springframework.core.env.Environment;

import dev.emp.metrics.InvalidSettingException;
import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterDefinitions;
import dev.emp.metrics.MeterSpec;

/**
 * Looks at the buckets that the user gave to our meters. Micrometer sorts them, leaves
 * out what does not fit and refuses the meter of a bound of zero, so that a slip would be
 * seen on a dashboard at best.
 */
final class BucketsCheck implements SmartInitializingSingleton {

	static final String PREFIX = "management.metrics.distribution.slo";

	private static final Map<Meter.Type, String> EXAMPLES = Map.of(Meter.Type.TIMER, "100ms,1s,10s",
			Meter.Type.DISTRIBUTION_SUMMARY, "1024,65536,1048576");

	private final ObjectProvider<MeterDefinitions> definitions;

	private final Environment environment;

	BucketsCheck(ObjectProvider<MeterDefinitions> definitions, Environment environment) {
		this.definitions = definitions;
		this.environment = environment;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Map<String, String[]> buckets = Binder.get(this.environment)
			.bind(PREFIX, Bindable.mapOf(String.class, String[].class))
			.orElse(Map.of());
		if (!buckets.isEmpty()) {
			this.definitions.stream()
				.flatMap((definitions) -> definitions.all().stream())
				.map(MeterDefinition::spec)
				.filter((spec) -> EXAMPLES.containsKey(spec.type()))
				.forEach((spec) -> check(spec, buckets));
		}
	}

	private static void check(MeterSpec spec, Map<String, String[]> buckets) {
		// the longest prefix counts, as in Boot's PropertiesMeterFilter
		for (String key = spec.name(); !key.isEmpty(); key = key.substring(0, Math.max(0, key.lastIndexOf('.')))) {
			String[] values = buckets.get(key);
			if (values != null) {
				check(spec, key, values);
				return;
			}
		}
	}

	private static void check(MeterSpec spec, String key, String[] values) {
		List<Double> bounds = Arrays.stream(values)
			.map((value) -> bound(value, spec.type()))
			.filter(Objects::nonNull)
			.toList();
		// a prefix may well stand for timers alone
		if (bounds.size() < values.length && key.equals(spec.name())) {
			throw invalid(spec, key, values, "has a bound that %s cannot have".formatted(spec.name()));
		}
		if (!IntStream.range(0, bounds.size()).allMatch((i) -> bounds.get(i) > ((i > 0) ? bounds.get(i - 1) : 0))) {
			throw invalid(spec, key, values, "does not increase from above zero");
		}
	}

	private static @Nullable Double bound(String value, Meter.Type type) {
		try {
			return ServiceLevelObjectiveBoundary.valueOf(value).getValue(type);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static InvalidSettingException invalid(MeterSpec spec, String key, String[] values, String reason) {
		return new InvalidSettingException("The property " + PREFIX + "." + key, String.join(",", values), reason,
				"List the bounds of %s in ascending order, for example %s.%s".formatted(spec.name(),
						EXAMPLES.get(spec.type()),
						(spec.type() == Meter.Type.TIMER) ? " A number without a unit is in whole milliseconds." : ""));
	}

}
