package dev.emp.metrics.export;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.MeterDefinition;
import dev.emp.metrics.MeterDefinitions;
import dev.emp.metrics.MeterSpec;
import dev.emp.metrics.MeterSpec.Tier;
import dev.emp.metrics.support.Lazy;

/**
 * Which meter is exported in which tier: as the user says, otherwise as the meter is
 * defined, otherwise at the step.
 */
final class Tiers {

	private final Map<String, Tier> overrides;

	private final Lazy<Map<String, Tier>> defined;

	/**
	 * Create the tiers of meters.
	 * @param overrides tiers by the first parts of names, as the user says
	 * @param definitions the meters that are ours, asked for with the first meter
	 */
	Tiers(Map<String, Tier> overrides, Supplier<Stream<MeterDefinitions>> definitions) {
		this.overrides = overrides;
		this.defined = new Lazy<>(() -> definitions.get()
			.flatMap((feature) -> feature.all().stream())
			.map(MeterDefinition::spec)
			.collect(Collectors.toMap(MeterSpec::name, MeterSpec::tier, (first, second) -> first)));
	}

	/**
	 * The tier of a meter. What is derived from one of our meters, such as its maximum,
	 * follows it.
	 * @param name the name of the meter
	 * @return exactly one tier
	 */
	Tier of(String name) {
		Tier override = longest(this.overrides, name);
		Tier tier = (override != null) ? override : longest(this.defined.get(), name);
		return (tier != null) ? tier : Tier.STANDARD;
	}

	private static @Nullable Tier longest(Map<String, Tier> tiers, String name) {
		String prefix = name;
		while (!prefix.isEmpty()) {
			Tier tier = tiers.get(prefix);
			if (tier != null) {
				return tier;
			}
			prefix = prefix.substring(0, Math.max(0, prefix.lastIndexOf('.')));
		}
		return null;
	}

}
