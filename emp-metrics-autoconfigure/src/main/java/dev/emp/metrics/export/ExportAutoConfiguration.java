package dev.emp.metrics.export;

import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetryProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import dev.emp.metrics.ConditionalOnFeature;
import dev.emp.metrics.support.Destination;

/**
 * Auto-configuration of the export over OTLP, around Boot's own.
 */
@AutoConfiguration(before = OtlpMetricsExportAutoConfiguration.class, after = MetricsAutoConfiguration.class)
@ConditionalOnClass({ OtlpMeterRegistry.class, OpenTelemetryProperties.class })
@ConditionalOnFeature
@EnableConfigurationProperties(ExportProperties.class)
public final class ExportAutoConfiguration {

	@Bean
	static UnknownEndpointPostProcessor empUnknownEndpointPostProcessor(ConfigurableListableBeanFactory beanFactory,
			Environment environment) {
		return new UnknownEndpointPostProcessor(beanFactory, environment);
	}

	@Bean
	static AddressCheckPostProcessor empAddressCheckPostProcessor(ConfigurableListableBeanFactory beanFactory,
			Environment environment) {
		return new AddressCheckPostProcessor(beanFactory, environment);
	}

	@Bean
	static FlavorPostProcessor empFlavorPostProcessor(ObjectProvider<OtlpConfig> configs) {
		return new FlavorPostProcessor(configs);
	}

	@Bean
	@ConditionalOnMissingBean(name = "empOtlpDestination")
	Destination empOtlpDestination(ObjectProvider<OtlpConfig> config, ObjectProvider<TierSteps> tiers,
			ExportSettings settings, Environment environment) {
		return new OtlpDestination(config.orderedStream().toList(), settings.origin(), tiers.getIfAvailable(),
				settings.missing(), AddressOrigin.switchedOff(environment), ExportProperties.hidesPath(environment))
			.describe();
	}

	@Bean
	@ConditionalOnMissingBean
	ExportSettings empExportSettings(ObjectProvider<OtlpConfig> config, ExportProperties properties,
			ConfigurableListableBeanFactory beanFactory, Environment environment) {
		return new ExportSettings(config.getIfUnique(), AddressOrigin.find(beanFactory, environment),
				properties.dash0(), environment);
	}

	@Bean
	@ConditionalOnMissingBean
	static BridgeWarning empBridgeWarning(ObjectProvider<OtlpConfig> config, Environment environment) {
		return new BridgeWarning(config, environment);
	}

}
