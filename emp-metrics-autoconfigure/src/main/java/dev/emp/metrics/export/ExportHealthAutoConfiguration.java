package dev.emp.metrics.export;

import io.micrometer.registry.otlp.OtlpMeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import dev.emp.metrics.ConditionalOnFeature;

/**
 * Auto-configuration of what the health says of the export.
 */
@AutoConfiguration(after = SenderAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class, OtlpMeterRegistry.class })
@ConditionalOnFeature
@ConditionalOnBean(DeliveryStatus.class)
@ConditionalOnEnabledHealthIndicator("emp-export")
@EnableConfigurationProperties(ExportProperties.class)
public final class ExportHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "empExportHealthIndicator")
	HealthIndicator empExportHealthIndicator(DeliveryStatus status, ExportProperties properties) {
		return new ExportHealthIndicator(status, properties.health().downAfter());
	}

}
