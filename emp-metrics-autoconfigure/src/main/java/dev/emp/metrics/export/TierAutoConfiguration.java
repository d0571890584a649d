package dev.emp.metrics.export;

import java.time.Duration;

import io.micrometer.core.instrument.Clock;
import io.micrometer.registry.otlp.ExemplarContextProvider;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetryProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

import dev.emp.metrics.ConditionalOnFeature;
import dev.emp.metrics.MeterDefinitions;

/**
 * Auto-configuration of the export at three intervals: beside Boot's registry two more,
 * with its settings and its sender, and each meter in one of the three.
 */
@AutoConfiguration(after = { ExportAutoConfiguration.class, OtlpMetricsExportAutoConfiguration.class },
		before = { CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class })
@ConditionalOnClass({ OtlpMeterRegistry.class, OpenTelemetryProperties.class })
@ConditionalOnFeature
@ConditionalOnProperty("emp.metrics.export.tiers.enabled")
@Conditional(OnTiersCondition.class)
@EnableConfigurationProperties(ExportProperties.class)
public final class TierAutoConfiguration {

	@Bean
	static TierPostProcessor empTierPostProcessor(ObjectProvider<Tiers> tiers) {
		return new TierPostProcessor(tiers);
	}

	@Bean
	Tiers empTiers(ExportProperties properties, ObjectProvider<MeterDefinitions> definitions) {
		return new Tiers(properties.tiers().overrides(), definitions::orderedStream);
	}

	@Bean
	TierSteps empTierSteps(OtlpConfig config, ExportProperties properties) {
		return TierSteps.of(config, properties.tiers());
	}

	@Bean
	TierRegistries empTierRegistries(OtlpConfig config, Clock clock, OtlpMetricsSender sender,
			ObjectProvider<ExemplarContextProvider> exemplars, Environment environment) {
		// only Boot's registry pushes at the step, in whose rhythm sources are read
		OtlpMetricsSender aside = (sender instanceof DurableSender durable) ? durable::accept : sender;
		return (step) -> {
			OtlpMeterRegistry.Builder builder = OtlpMeterRegistry.builder(new TierConfig(config, step))
				.clock(clock)
				.metricsSender(aside);
			if (Threading.VIRTUAL.isActive(environment)) {
				builder.threadFactory(new VirtualThreadTaskExecutor("otlp-meter-registry-").getVirtualThreadFactory());
			}
			exemplars.ifAvailable(builder::exemplarContextProvider);
			return builder.build();
		};
	}

	@Bean
	@ConditionalOnMissingBean(name = TierPostProcessor.FAST)
	OtlpMeterRegistry empFastOtlpMeterRegistry(TierRegistries registries, TierSteps steps) {
		return registries.create(steps.fast());
	}

	@Bean
	@ConditionalOnMissingBean(name = TierPostProcessor.LOW)
	OtlpMeterRegistry empLowOtlpMeterRegistry(TierRegistries registries, TierSteps steps) {
		return registries.create(steps.low());
	}

	/**
	 * Makes registries as Boot makes its own.
	 */
	@FunctionalInterface
	interface TierRegistries {

		/**
		 * Make a registry, which begins to export at once.
		 * @param step the time between two exports
		 * @return the registry
		 */
		OtlpMeterRegistry create(Duration step);

	}

}
