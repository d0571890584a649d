package dev.emp.metrics.export;

import java.util.Map;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.registry.otlp.HistogramFlavor;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

import dev.emp.metrics.support.LibraryBuckets;

/**
 * Lets our timers and summaries follow the flavour that the user set for histograms over
 * OTLP: explicit bounds, which are our default and not a wish of the user, would rule it
 * out. Other registries keep the bounds.
 */
final class FlavorPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<OtlpConfig> configs;

	FlavorPostProcessor(ObjectProvider<OtlpConfig> configs) {
		this.configs = configs;
	}

	/**
	 * Add a filter where it has something to do, after those that Boot has added.
	 */
	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof OtlpMeterRegistry registry) {
			OtlpConfig config = this.configs.getIfUnique();
			if (config != null && isExponentialForAny(config)) {
				registry.config().meterFilter(new Flavored(config));
			}
		}
		return bean;
	}

	private static boolean isExponentialForAny(OtlpConfig config) {
		return isExponential(config.histogramFlavor())
				|| config.histogramFlavorPerMeter().values().stream().anyMatch(FlavorPostProcessor::isExponential);
	}

	private static boolean isExponential(HistogramFlavor flavor) {
		return flavor == HistogramFlavor.BASE2_EXPONENTIAL_BUCKET_HISTOGRAM;
	}

	/**
	 * Leaves the buckets to the registry.
	 *
	 * @param config has the flavours
	 */
	private record Flavored(OtlpConfig config) implements MeterFilter {

		@Override
		public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig buckets) {
			return (LibraryBuckets.areIn(buckets) && isExponential(flavor(id.getName())))
					? LibraryBuckets.ofRegistry(buckets) : buckets;
		}

		private HistogramFlavor flavor(String name) {
			// the longest prefix counts, as in the registry
			Map<String, HistogramFlavor> perMeter = this.config.histogramFlavorPerMeter();
			for (String key = name; !key.isEmpty(); key = key.substring(0, Math.max(0, key.lastIndexOf('.')))) {
				HistogramFlavor flavor = perMeter.get(key);
				if (flavor != null) {
					return flavor;
				}
			}
			return this.config.histogramFlavor();
		}

	}

}
