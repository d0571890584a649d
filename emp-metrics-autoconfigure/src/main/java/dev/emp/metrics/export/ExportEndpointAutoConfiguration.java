package dev.emp.metrics.export;

import java.time.Clock;

import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetryProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import dev.emp.metrics.ConditionalOnFeature;

/**
 * Auto-configuration of the endpoint that sends a test point.
 */
@AutoConfiguration(after = SenderAutoConfiguration.class)
@ConditionalOnClass({ ConditionalOnAvailableEndpoint.class, OtlpMeterRegistry.class, OpenTelemetryProperties.class })
@ConditionalOnFeature
@ConditionalOnAvailableEndpoint(ExportEndpoint.class)
public final class ExportEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ExportEndpoint empExportEndpoint(ObjectProvider<Transport> transport, ObjectProvider<OtlpConfig> config,
			ConfigurableListableBeanFactory beanFactory, Environment environment) {
		return new ExportEndpoint(transport::getIfUnique, () -> config.orderedStream().toList(),
				() -> new OtlpDestination(config.orderedStream().toList(), AddressOrigin.find(beanFactory, environment),
						null, null, "", false)
					.describe(),
				Clock.systemUTC(), ExportProperties.hidesPath(environment));
	}

}
