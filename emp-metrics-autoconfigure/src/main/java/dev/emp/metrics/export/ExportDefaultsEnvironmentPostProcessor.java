package dev.emp.metrics.export;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;

import dev.emp.metrics.EmpMetricsProperties;
import dev.emp.metrics.LowestPrecedence;

/**
 * Gives Boot's OTLP properties the defaults that fit a fleet of workers. They stand below
 * everything else, so whoever sets a property or an {@code OTEL_*} variable is obeyed.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
class ExportDefaultsEnvironmentPostProcessor implements EnvironmentPostProcessor {

	private static final String PREFIX = "management.otlp.metrics.export.";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Binder binder = Binder.get(environment);
		if (!binder.bind("emp.metrics.enabled", Boolean.class).orElse(true)) {
			return;
		}
		EmpMetricsProperties properties = binder.bindOrCreate("emp.metrics", EmpMetricsProperties.class);
		Map<String, Object> defaults = new LinkedHashMap<>();
		defaults.put(PREFIX + "step", millis(properties.interval()));
		// Micrometer's own are milliseconds, no compression, and a gauge more per timer
		defaults.put(PREFIX + "base-time-unit", "seconds");
		defaults.put(PREFIX + "compression-mode", "gzip");
		defaults.put(PREFIX + "publish-max-gauge-for-histograms", "false");
		// whoever traces everything would trace what passes through the sockets as well:
		// an answer that is no HTTP is logged by the JDK as it is, and may echo a token
		defaults.put("logging.level.jdk.internal.httpclient", "info");
		// it logs the address as it is, and the line at the start has it without secrets
		defaults.put(AddressCheckPostProcessor.MICROMETER_LOG, "warn");
		LowestPrecedence.add(environment, defaults);
	}

	private static String millis(Duration interval) {
		return interval.toMillis() + "ms";
	}

}
