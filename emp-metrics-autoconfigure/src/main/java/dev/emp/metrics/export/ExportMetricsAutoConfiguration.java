package dev.emp.metrics.export;

import java.util.List;

import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import dev.emp.metrics.ConditionalOnFeature;
import dev.emp.metrics.MeterDefinitions;
import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.SupportAutoConfiguration;

/**
 * Auto-configuration of the metrics of the delivery.
 */
@AutoConfiguration(after = { SenderAutoConfiguration.class, SupportAutoConfiguration.class })
@ConditionalOnClass(OtlpMeterRegistry.class)
@ConditionalOnBean(Meters.class)
@ConditionalOnFeature
public final class ExportMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "empExportMeterDefinitions")
	MeterDefinitions empExportMeterDefinitions() {
		return new MeterDefinitions(List.of(ExportMeters.values()));
	}

	@Bean
	@ConditionalOnMissingBean(DeliveryListener.class)
	ExportMetrics empExportMetrics() {
		return new ExportMetrics();
	}

	@Bean
	@ConditionalOnMissingBean(name = "empExportMetricsBinder")
	SmartInitializingSingleton empExportMetricsBinder(ObjectProvider<ExportMetrics> metrics,
			ObjectProvider<DeliveryStatus> status, ObjectProvider<OtlpConfig> config, ObjectProvider<Meters> meters) {
		return () -> status.ifAvailable((delivery) -> metrics.ifAvailable((listener) -> {
			if (config.stream().anyMatch(OtlpConfig::enabled)) {
				listener.bind(meters.getObject(), delivery.held());
			}
			else {
				// a sender that is never given anything has nothing to say; a registry of
				// the application's own may yet use it
				listener.bindWithNextBatch(meters.getObject(), delivery.held());
			}
		}));
	}

}
