package dev.emp.metrics.support;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import dev.emp.metrics.PrometheusNames;

/**
 * The last filter of our meters, which reconciles the user's settings with them: of tags
 * that become one label the meter's own stays, a label that a histogram needs is free,
 * and the buckets of the library go where the user asks for others or for none.
 */
final class OwnMeterFilter implements MeterFilter {

	private static final Log logger = LogFactory.getLog(Meters.class);

	private static final String TAGS = "management.metrics.tags";

	private final @Nullable Environment environment;

	private final UnaryOperator<String> labels;

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Set<String> withoutBuckets;

	/**
	 * Create a filter.
	 * @param environment where the user's settings are, or null to look at labels alone
	 * @param labels makes a label of a tag key
	 */
	OwnMeterFilter(@Nullable Environment environment, UnaryOperator<String> labels) {
		this.environment = environment;
		this.labels = labels;
	}

	@Override
	public Meter.Id map(Meter.Id id) {
		Registering own = Registering.current();
		if (own == null) {
			return id;
		}
		List<Tag> tags = id.getTags();
		List<Tag> free = own.isOf(id) ? tags.stream().filter(this::isFree).toList() : tags;
		List<Tag> distinct = distinct(free, own.keys());
		return (distinct.size() == tags.size()) ? id : id.replaceTags(distinct);
	}

	@Override
	public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
		if (LibraryBuckets.areIn(config)
				&& (Boolean.TRUE.equals(config.isPercentileHistogram()) || isWithoutBuckets(id.getName()))) {
			return LibraryBuckets.without(config);
		}
		return config;
	}

	private boolean isWithoutBuckets(String name) {
		Set<String> names = this.withoutBuckets;
		if (names == null) {
			names = (this.environment != null) ? LibraryBuckets.emptySettings(this.environment) : Set.of();
			this.withoutBuckets = names;
		}
		return names.stream().anyMatch((prefix) -> name.equals(prefix) || name.startsWith(prefix + "."));
	}

	private boolean isFree(Tag tag) {
		String label = this.labels.apply(tag.getKey());
		if (!RegistryLabels.isReserved(label)) {
			return true;
		}
		warn(tag.getKey(), "", "Prometheus needs the label " + label
				+ " for histograms and percentiles, and a scrape fails where a tag takes it");
		return false;
	}

	/**
	 * Leave one tag of those that become one label: a scrape fails as a whole where a
	 * label is there twice, and what translates OTLP joins the values.
	 * @param tags the tags of a meter of ours
	 * @param own the keys that the meter itself has, which win
	 * @return the tags with distinct labels
	 */
	private List<Tag> distinct(List<Tag> tags, Set<String> own) {
		Map<String, Tag> distinct = new LinkedHashMap<>();
		for (Tag tag : tags) {
			distinct.merge(this.labels.apply(tag.getKey()), tag, (known, other) -> {
				boolean wins = own.contains(other.getKey()) && !own.contains(known.getKey());
				warn(wins ? known : other, wins ? other : known);
				return wins ? other : known;
			});
		}
		return List.copyOf(distinct.values());
	}

	private void warn(Tag leftOut, Tag stays) {
		warn(leftOut.getKey(), " that have the tag '" + stays.getKey() + "'",
				"both become the label " + this.labels.apply(leftOut.getKey())
						+ " in Prometheus, and a scrape fails where a label is there twice");
	}

	private void warn(String leftOut, String which, String why) {
		if (this.warned.add(leftOut)) {
			logger.warn("The tag '" + leftOut + "' that " + origin(leftOut)
					+ " adds is left out of the meters of emp-metrics" + which + ": " + why
					+ ". Choose another key, for example 'app." + PrometheusNames.label(leftOut) + "'.");
		}
	}

	private String origin(String key) {
		boolean property = this.environment != null && Binder.get(this.environment)
			.bind(TAGS, Bindable.mapOf(String.class, String.class))
			.orElse(Map.of())
			.containsKey(key);
		return property ? "the property " + TAGS + "." + key : "a MeterFilter or MeterRegistryCustomizer";
	}

}
