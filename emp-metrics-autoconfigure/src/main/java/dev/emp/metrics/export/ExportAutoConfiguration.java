package dev.emp.metrics.export;

import io.micrometer.registry.otlp.OtlpMeterRegistry;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetryProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import dev.emp.metrics.ConditionalOnFeature;

/**
 * Auto-configuration of the export over OTLP, around Boot's own.
 */
@AutoConfiguration(before = OtlpMetricsExportAutoConfiguration.class)
@ConditionalOnClass({ OtlpMeterRegistry.class, OpenTelemetryProperties.class })
@ConditionalOnFeature
public final class ExportAutoConfiguration {

	private ExportAutoConfiguration() {
	}

	@Bean
	static UnknownEndpointPostProcessor empUnknownEndpointPostProcessor(ConfigurableListableBeanFactory beanFactory,
			Environment environment) {
		return new UnknownEndpointPostProcessor(beanFactory, environment);
	}

}
