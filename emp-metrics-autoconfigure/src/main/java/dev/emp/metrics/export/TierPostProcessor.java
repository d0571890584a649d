package dev.emp.metrics.export;

import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

import dev.emp.metrics.MeterSpec.Tier;

/**
 * Lets each registry of a tier have the meters of that tier alone. First of all filters,
 * since one of the user's that accepts a meter ends the asking.
 */
final class TierPostProcessor implements BeanPostProcessor {

	static final String FAST = "empFastOtlpMeterRegistry";

	static final String LOW = "empLowOtlpMeterRegistry";

	/** Boot has one of the two standard ones. */
	private static final Map<String, Tier> REGISTRIES = Map.of(FAST, Tier.FAST, LOW, Tier.LOW, "otlpMeterRegistry",
			Tier.STANDARD, "otlpMeterRegistryVirtualThreads", Tier.STANDARD);

	/** The names of the registries that can have a tier. */
	static final Set<String> NAMES = REGISTRIES.keySet();

	private final ObjectProvider<Tiers> tiers;

	TierPostProcessor(ObjectProvider<Tiers> tiers) {
		this.tiers = tiers;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		Tier own = REGISTRIES.get(beanName);
		if (own != null && bean instanceof MeterRegistry registry) {
			Tiers tiers = this.tiers.getObject();
			registry.config().meterFilter(MeterFilter.denyUnless((id) -> tiers.of(id.getName()) == own));
		}
		return bean;
	}

}
