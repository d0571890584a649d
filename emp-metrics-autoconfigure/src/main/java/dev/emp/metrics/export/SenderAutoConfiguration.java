package dev.emp.metrics.export;

import java.time.Duration;

import io.micrometer.core.instrument.Clock;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.ConditionalOnEnabledMetricsExport;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsConnectionDetails;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsProperties;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetryProperties;
import org.springframework.context.annotation.Bean;

import dev.emp.metrics.ConditionalOnFeature;

/**
 * Auto-configuration of the sender that knows Dash0, where Dash0's settings are given and
 * Boot exports over OTLP.
 */
@AutoConfiguration(after = { ExportAutoConfiguration.class, MetricsAutoConfiguration.class },
		before = OtlpMetricsExportAutoConfiguration.class)
@ConditionalOnClass({ OtlpMeterRegistry.class, OpenTelemetryProperties.class })
@ConditionalOnFeature
@ConditionalOnEnabledMetricsExport("otlp")
@ConditionalOnProperty("emp.metrics.export.dash0.endpoint")
@ConditionalOnBean(Clock.class)
@EnableConfigurationProperties(ExportProperties.class)
public final class SenderAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(OtlpMetricsSender.class)
	OtlpSender empOtlpMetricsSender(OtlpMetricsProperties otlp, OtlpMetricsConnectionDetails details,
			ExportProperties properties) {
		Duration connect = HttpClients.bounded(otlp.getConnectTimeout());
		return new OtlpSender(HttpClients.create(connect, details.getSslBundle()),
				connect.plus(HttpClients.bounded(otlp.getReadTimeout())), properties.credentials());
	}

}
