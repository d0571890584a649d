package dev.emp.metrics.export;

import io.micrometer.registry.otlp.OtlpMeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import dev.emp.metrics.ConditionalOnFeature;
import dev.emp.metrics.support.Destination;

/**
 * Auto-configuration of what the health says of the export.
 */
@AutoConfiguration(after = SenderAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class, OtlpMeterRegistry.class })
@ConditionalOnFeature
@ConditionalOnEnabledHealthIndicator("emp-export")
@EnableConfigurationProperties(ExportProperties.class)
public final class ExportHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "empExportHealthIndicator")
	HealthIndicator empExportHealthIndicator(ObjectProvider<DeliveryStatus> status,
			ObjectProvider<Destination> destinations, ExportProperties properties) {
		return ExportHealthIndicator.of(status.getIfAvailable(), destinations.orderedStream(),
				properties.health().downAfter(), properties.redactPath());
	}

}
