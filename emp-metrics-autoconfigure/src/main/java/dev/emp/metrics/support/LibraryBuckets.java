package dev.emp.metrics.support;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import dev.emp.metrics.MeterSpec;

/**
 * The buckets that a meter of ours has by default, as filters of a registry see them.
 */
public final class LibraryBuckets {

	private LibraryBuckets() {
	}

	/**
	 * Whether the meter that the calling thread registers has our buckets, and not the
	 * user's.
	 * @param config what filters have made of its buckets so far
	 * @return false for a meter of the application as well
	 */
	public static boolean areIn(DistributionStatisticConfig config) {
		Registering own = Registering.current();
		double[] bounds = config.getServiceLevelObjectiveBoundaries();
		return own != null && bounds != null && !own.spec().buckets().isEmpty()
				&& Arrays.equals(bounds, bounds(own.spec()));
	}

	private static double[] bounds(MeterSpec spec) {
		boolean timer = spec.type() == Meter.Type.TIMER;
		return spec.buckets().stream().mapToDouble((bound) -> timer ? Math.round(bound * 1e9) : bound).toArray();
	}

	/**
	 * Take the buckets away.
	 * @param config the buckets and what else filters have said
	 * @return the rest
	 */
	static DistributionStatisticConfig without(DistributionStatisticConfig config) {
		return DistributionStatisticConfig.builder().serviceLevelObjectives(new double[0]).build().merge(config);
	}

	/**
	 * Have the registry choose the buckets, as it does for percentiles.
	 * @param config the buckets and what else filters have said
	 * @return the rest, with a histogram
	 */
	public static DistributionStatisticConfig ofRegistry(DistributionStatisticConfig config) {
		return DistributionStatisticConfig.builder()
			.serviceLevelObjectives(new double[0])
			.percentilesHistogram(true)
			.build()
			.merge(config);
	}

	/**
	 * The names whose buckets the user has set to nothing, which Boot takes for no
	 * setting.
	 * @param environment where the settings are
	 * @return names of meters, or their first parts
	 */
	static Set<String> emptySettings(Environment environment) {
		return Binder.get(environment)
			.bind(BucketsCheck.PREFIX, Bindable.mapOf(String.class, String[].class))
			.orElse(Map.of())
			.entrySet()
			.stream()
			.filter((setting) -> setting.getValue().length == 0)
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
	}

}
