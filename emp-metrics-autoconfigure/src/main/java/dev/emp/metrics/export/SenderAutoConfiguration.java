package dev.emp.metrics.export;

import io.micrometer.core.instrument.Clock;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.ConditionalOnEnabledMetricsExport;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsConnectionDetails;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsProperties;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetryProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import dev.emp.metrics.ConditionalOnFeature;
import dev.emp.metrics.support.DaemonThreads;
import dev.emp.metrics.support.PushPhase;

/**
 * Auto-configuration of the sender of Boot's OTLP registry.
 */
@AutoConfiguration(after = { ExportAutoConfiguration.class, MetricsAutoConfiguration.class },
		before = OtlpMetricsExportAutoConfiguration.class)
@ConditionalOnClass({ OtlpMeterRegistry.class, OpenTelemetryProperties.class })
@ConditionalOnFeature
@ConditionalOnEnabledMetricsExport("otlp")
@ConditionalOnBean(Clock.class)
@ConditionalOnMissingBean(OtlpMetricsSender.class)
@EnableConfigurationProperties({ ExportProperties.class, OtlpMetricsProperties.class })
public final class SenderAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(Transport.class)
	HttpTransport empOtlpTransport(ExportProperties properties, ObjectProvider<OtlpConfig> config,
			OtlpMetricsProperties otlp, ObjectProvider<OtlpMetricsConnectionDetails> details,
			ObjectProvider<SslBundles> bundles, ConfigurableBeanFactory beans, Environment environment) {
		return new SenderFactory(properties, config, threads(beans)).transport(otlp, details, bundles, environment);
	}

	@Bean
	DurableSender empOtlpMetricsSender(ExportProperties properties, ObjectProvider<OtlpConfig> config,
			Transport transport, ObjectProvider<DeliveryListener> listener, ObjectProvider<PushPhase> pushes,
			Clock clock, ConfigurableBeanFactory beans) {
		return new SenderFactory(properties, config, threads(beans)).sender(transport,
				listener.getIfAvailable(NoListener::new), pushes.getIfAvailable(PushPhase::new), clock);
	}

	@Bean
	@ConditionalOnMissingBean(name = "empExportStart")
	SmartInitializingSingleton empExportStart(DurableSender sender) {
		return sender::startIfDurable;
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "emp.metrics.export.shutdown.push-last", matchIfMissing = true)
	LastPush empLastPush(ConfigurableApplicationContext context) {
		return new LastPush(context);
	}

	private static DaemonThreads threads(ConfigurableBeanFactory beans) {
		return new DaemonThreads(beans.getBeanClassLoader());
	}

}
