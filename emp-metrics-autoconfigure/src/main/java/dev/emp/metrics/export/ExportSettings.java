package dev.emp.metrics.export;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import io.micrometer.registry.otlp.OtlpConfig;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.StringUtils;

import dev.emp.metrics.EmpMetricsProperties;
import dev.emp.metrics.SettingName;
import dev.emp.metrics.support.SettingsCheck;

/**
 * Looks at the settings of the export that are in force: the address, Dash0's settings
 * and the variables of OpenTelemetry.
 *
 * @param config what the registry is told, or null where there is none
 * @param origin who said where to send
 * @param dash0 Dash0's settings
 * @param environment the environment
 */
record ExportSettings(@Nullable OtlpConfig config, AddressOrigin origin, Dash0Properties dash0,
		Environment environment) implements SettingsCheck {

	private static final String GRPC = "DASH0_OTLP_ENDPOINT";

	private static final String STEP = "management.otlp.metrics.export.step";

	private static final Duration LONGEST = Duration.ofHours(1);

	private static final Pattern MILLISECONDS = Pattern.compile("\\d{1,3}");

	@Override
	public void check(Log log) {
		checkName(log);
		boolean isSetting = this.origin.kind() == AddressOrigin.Kind.SETTING;
		if (this.config != null && this.config.enabled()) {
			String advice = advice(this.config.url());
			if (advice != null) {
				log.warn(advice);
			}
			else if (isSetting && !OtlpUrl.of(this.config.url()).path().endsWith("/v1/metrics")) {
				log.info(
						this.origin.name() + " is an address whose path does not end with /v1/metrics, where receivers "
								+ "mostly take metrics. Correct it if they are refused.");
			}
			if (this.origin.kind() == AddressOrigin.Kind.DEFAULT && isDash0Meant()) {
				log.warn(missingMessage());
			}
			checkToken(this.config, log);
			checkStep(log);
		}
		else if (this.config != null && missing() != null) {
			log.warn(missingMessage());
		}
		if (Binder.get(this.environment)
			.bind("management.opentelemetry.map-environment-variables", Boolean.class)
			.orElse(true)) {
			new OpenTelemetryVariables(this::variable).check(log,
					isSetting && this.config != null && this.config.enabled());
		}
	}

	private @Nullable String advice(String url) {
		return switch (this.origin.kind()) {
			case SETTING -> AddressAdvice.of(this.origin.name(), url, ExportProperties.hidesPath(this.environment));
			case DASH0 -> AddressAdvice.ofDash0(SettingName.of(this.environment, Dash0Properties.ENDPOINT), url,
					ExportProperties.hidesPath(this.environment));
			default -> null;
		};
	}

	/**
	 * Name the setting of Dash0 that is missing, if nothing is exported for that reason.
	 * @return what is missing, or null if nothing of Dash0 is set, or all of it
	 */
	@Nullable String missing() {
		return (this.origin.kind() == AddressOrigin.Kind.NONE && isDash0Meant())
				? "Dash0's endpoint for HTTP is missing" : null;
	}

	private boolean isDash0Meant() {
		return StringUtils.hasText(grpc()) || this.dash0.token() != null || this.dash0.dataset() != null;
	}

	private String missingMessage() {
		String grpc = grpc();
		if (StringUtils.hasText(grpc)) {
			return ("%s has an address for gRPC, while metrics go over HTTP, so that nothing goes to Dash0. Set "
					+ "DASH0_METRICS_ENDPOINT to %s.")
				.formatted(GRPC, AddressAdvice.dash0(grpc));
		}
		List<String> names = new ArrayList<>();
		if (this.dash0.token() != null) {
			names.add(SettingName.of(this.environment, "emp.metrics.export.dash0.token"));
		}
		if (this.dash0.dataset() != null) {
			names.add(SettingName.of(this.environment, "emp.metrics.export.dash0.dataset"));
		}
		return ("%s is set and no endpoint is, so that nothing goes to Dash0. Set DASH0_METRICS_ENDPOINT (or the property %s) "
				+ "to the HTTP endpoint in Dash0's organization settings, for example "
				+ "https://ingress.eu-west-1.aws.dash0.com/v1/metrics.")
			.formatted(String.join(" and ", names), Dash0Properties.ENDPOINT);
	}

	/**
	 * Logged at INFO level as long as nothing is exported.
	 */
	private void checkName(Log log) {
		String name = (this.config != null) ? this.config.resourceAttributes().get("service.name") : "";
		if (this.config == null || !(name == null || name.isBlank() || name.equals("unknown_service"))) {
			return;
		}
		String message = "The application has no name, so that its metrics are exported as those of unknown_service, "
				+ "as are those of every other without one. Set spring.application.name or OTEL_SERVICE_NAME.";
		if (this.config.enabled()) {
			log.warn(message);
		}
		else {
			log.info(message);
		}
	}

	private void checkToken(OtlpConfig config, Log log) {
		if (config.headers().keySet().stream().anyMatch("Authorization"::equalsIgnoreCase)) {
			return;
		}
		if (this.origin.kind() == AddressOrigin.Kind.DASH0 && this.dash0.token() == null) {
			log.warn(("%s is set and no token is, without which Dash0 answers 401. Set DASH0_API_TOKEN (or the "
					+ "property emp.metrics.export.dash0.token).")
				.formatted(SettingName.of(this.environment, Dash0Properties.ENDPOINT)));
		}
		if (this.origin.kind() == AddressOrigin.Kind.SETTING && OtlpUrl.of(config.url()).isDash0()) {
			log.warn(("%s is an address of Dash0, which answers 401 without a token; DASH0_API_TOKEN goes to "
					+ "Dash0's own endpoint alone. Set the address as DASH0_METRICS_ENDPOINT (or the property %s) "
					+ "in its place.")
				.formatted(this.origin.name(), Dash0Properties.ENDPOINT));
		}
	}

	private void checkStep(Log log) {
		String step = Binder.get(this.environment).bind(STEP, String.class).orElse("").trim();
		String name = SettingName.of(this.environment, STEP);
		if (step.isEmpty() || name.startsWith("OTEL_")) {
			return;
		}
		if (MILLISECONDS.matcher(step).matches()) {
			log.warn("%s is '%s', which is read as milliseconds. Write %ss if seconds are meant.".formatted(name, step,
					step));
		}
		Duration read = DurationStyle.detectAndParse(step, ChronoUnit.MILLIS);
		// that of the interval is warned of under its own name
		if (read.compareTo(LONGEST) > 0 && !read.equals(interval())) {
			log.warn(
					("%s is '%s', which is more than an hour. Write a time such as 30s: what happens in between is seen "
							+ "too late by alerts.")
						.formatted(name, step));
		}
	}

	private @Nullable Duration interval() {
		return Binder.get(this.environment)
			.bind("emp.metrics", EmpMetricsProperties.class)
			.map(EmpMetricsProperties::interval)
			.orElse(null);
	}

	private @Nullable String grpc() {
		try {
			return (this.dash0.endpoint() == null) ? this.environment.getProperty(GRPC) : null;
		}
		catch (IllegalArgumentException ex) {
			// a reference that leads nowhere
			return null;
		}
	}

	/**
	 * Boot reads the variables of the process alone.
	 * @param name the name of the variable
	 * @return its value, or null
	 */
	private @Nullable String variable(String name) {
		return (this.environment instanceof ConfigurableEnvironment configurable) ? configurable.getPropertySources()
			.stream()
			.filter(SystemEnvironmentPropertySource.class::isInstance)
			.map((source) -> source.getProperty(name))
			.filter(Objects::nonNull)
			.map(Object::toString)
			.findFirst()
			.orElse(null) : null;
	}

}
