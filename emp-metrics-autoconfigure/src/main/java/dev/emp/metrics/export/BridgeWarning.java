package dev.emp.metrics.export;

import io.micrometer.registry.otlp.OtlpConfig;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

import dev.emp.metrics.support.OpenTelemetryInstrumentation;

/**
 * Warns once where each meter is sent twice: by Boot's OTLP registry, and by the
 * Micrometer bridge of the OpenTelemetry agent or starter.
 *
 * @param config the settings of Boot's OTLP registry
 * @param environment the environment
 */
record BridgeWarning(ObjectProvider<OtlpConfig> config, Environment environment) implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(BridgeWarning.class);

	@Override
	public void afterSingletonsInstantiated() {
		OpenTelemetryInstrumentation.find(this.environment, ClassUtils.getDefaultClassLoader())
			.filter((instrumentation) -> instrumentation.isBridgingMicrometer(this.environment))
			.filter((instrumentation) -> this.config.stream().anyMatch(OtlpConfig::enabled))
			.ifPresent((instrumentation) -> logger.warn("Each metric is sent twice, since " + instrumentation
					+ " sends those of Micrometer as well. Set OTEL_INSTRUMENTATION_MICROMETER_ENABLED=false, "
					+ "or leave the sending to it: management.otlp.metrics.export.enabled=false."));
	}

}
