package dev.emp.metrics.export;

import java.util.List;
import java.util.regex.Pattern;

import io.micrometer.registry.otlp.OtlpConfig;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

import dev.emp.metrics.InvalidSettingException;

/**
 * Looks at the address that is in force before the registry sends to it: one that cannot
 * work, or that would show Dash0's token to others, stops the start.
 */
final class AddressCheckPostProcessor implements BeanPostProcessor {

	private static final Log logger = LogFactory.getLog(AddressCheckPostProcessor.class);

	private static final Pattern SECRET = Pattern.compile("(?i).*(auth|api-?key|token|secret|cookie|license).*");

	private static final Pattern LOGGED = Pattern.compile("(?i)info|debug|trace|all|true");

	/** Of what logs the address at the start. */
	static final String MICROMETER_LOG = "logging.level.io.micrometer.core.instrument.push";

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	AddressCheckPostProcessor(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof OtlpConfig config) {
			try {
				check(config);
			}
			catch (InvalidSettingException ex) {
				throw ex;
			}
			catch (RuntimeException ex) {
				// a bean of the user's may say anything
				logger.debug("The OTLP address is not checked", ex);
			}
		}
		return bean;
	}

	private void check(OtlpConfig config) {
		if (config.enabled()) {
			AddressOrigin origin = AddressOrigin.find(this.beanFactory, this.environment);
			OtlpUrl url = OtlpUrl.of(config.url(), ExportProperties.hidesPath(this.environment));
			if (url.isGrpc()) {
				checkPort(url, origin);
			}
			checkToken(url);
			warnOfSecrets(url, origin, List.copyOf(config.headers().keySet()));
		}
	}

	private static void checkPort(OtlpUrl url, AddressOrigin origin) {
		String reason = "has the port of OTLP over gRPC, while metrics are sent over HTTP";
		switch (origin.kind()) {
			case SETTING -> throw new InvalidSettingException("The endpoint of " + origin.name(), url.shown(), reason,
					"Set %s to %s.".formatted(forMetrics(origin.name()), url.withPort(":4318")));
			case DASH0 -> throw new InvalidSettingException(
					"The property emp.metrics.export.dash0.endpoint (or the variable DASH0_METRICS_ENDPOINT)",
					url.shown(), reason, "Set it to %s.".formatted(url.withPort("")));
			default -> {
			}
		}
	}

	/**
	 * Leaves the variable for all signals alone, since traces may well go over gRPC.
	 * @param setting the setting that gave the address
	 * @return the setting that gives the one of metrics
	 */
	private static String forMetrics(String setting) {
		return setting.equals("OTEL_EXPORTER_OTLP_ENDPOINT") ? "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT" : setting;
	}

	private void checkToken(OtlpUrl url) {
		ExportProperties properties = this.beanFactory.getBean(ExportProperties.class);
		if (properties.isTokenExposed() && url.text().equals(properties.dash0().address())) {
			throw new InvalidSettingException(
					"The property emp.metrics.export.dash0.endpoint (or the variable DASH0_METRICS_ENDPOINT)",
					url.shown(),
					"sends the token of emp.metrics.export.dash0.token (DASH0_API_TOKEN) over plain HTTP, where others "
							+ "can read it",
					"Use https:// for it, or set emp.metrics.export.allow-insecure to true if the network may be "
							+ "trusted.");
		}
	}

	private void warnOfSecrets(OtlpUrl url, AddressOrigin origin, List<String> headers) {
		String level = this.environment.getProperty(MICROMETER_LOG, "info");
		if (url.hasSecrets() && LOGGED.matcher(level).matches()) {
			logger
				.warn("The OTLP address of " + origin.name() + " has parts that are not shown, and Micrometer logs it "
						+ "as it is. Set " + MICROMETER_LOG + "=warn, or put what is secret into a header: "
						+ "management.otlp.metrics.export.headers or OTEL_EXPORTER_OTLP_HEADERS.");
		}
		List<String> secret = headers.stream().filter((name) -> SECRET.matcher(name).matches()).sorted().toList();
		if (!secret.isEmpty() && url.isExposed()) {
			logger.warn("The headers " + secret + " of management.otlp.metrics.export.headers or "
					+ "OTEL_EXPORTER_OTLP_HEADERS go to " + url.shown()
					+ " over plain HTTP, where others can read them. Use https:// for it.");
		}
	}

}
