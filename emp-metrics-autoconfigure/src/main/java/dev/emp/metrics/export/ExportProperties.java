package dev.emp.metrics.export;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.core.env.Environment;

import dev.emp.metrics.InvalidSettingException;

/**
 * Settings of the export.
 *
 * @param allowInsecure Whether a token may be sent over plain HTTP to another machine
 * @param drainRate Most batches a second while what was held goes out, so that a fleet
 * does not overrun a receiver that has just come back
 * @param descriptions Whether to send the descriptions of meters, which are the same
 * words in each push and more than a quarter of its bytes. A scrape has them in any case
 * @param redactPath Whether logs, health, info and the actuator show nothing of the path
 * of an address. Otherwise they hide the segments that look like tokens
 * @param dash0 Where and as whom to send to Dash0
 * @param spool What is held, and where, until it is delivered
 * @param retry When to try again
 * @param shutdown What happens when the application ends
 * @param health What the health says of the export
 * @param tiers Exporting some meters more often and some less
 */
@ConfigurationProperties("emp.metrics.export")
record ExportProperties(@DefaultValue("false") boolean allowInsecure, @DefaultValue("10") int drainRate,
		@DefaultValue("false") boolean descriptions, @DefaultValue("false") boolean redactPath,
		@NestedConfigurationProperty @DefaultValue Dash0Properties dash0,
		@NestedConfigurationProperty @DefaultValue SpoolProperties spool,
		@NestedConfigurationProperty @DefaultValue RetryProperties retry, @DefaultValue Shutdown shutdown,
		@DefaultValue Health health, @NestedConfigurationProperty @DefaultValue TierProperties tiers) {

	static final String REDACT_PATH = "emp.metrics.export.redact-path";

	ExportProperties {
		if (drainRate < 1) {
			throw new InvalidSettingException("The property emp.metrics.export.drain-rate", drainRate, "is below 1",
					"Set it to the batches a second that the receiver can take, or leave it out.");
		}
	}

	/**
	 * Whether to show nothing of a path, where the properties are not bound yet.
	 * @param environment knows the property
	 * @return whether to hide it
	 */
	static boolean hidesPath(Environment environment) {
		return Binder.get(environment).bind(REDACT_PATH, Boolean.class).orElse(false);
	}

	/**
	 * What Dash0 wants to see with each request, for its own address alone.
	 * @return the headers by their names, none where the token would travel in the open
	 */
	Credentials credentials() {
		Map<String, String> headers = new LinkedHashMap<>();
		if (this.dash0.token() != null && !isTokenExposed()) {
			headers.put("Authorization", "Bearer " + this.dash0.token());
		}
		if (this.dash0.dataset() != null) {
			headers.put("Dash0-Dataset", this.dash0.dataset());
		}
		return new Credentials(this.dash0.address(), headers);
	}

	boolean isTokenExposed() {
		String address = this.dash0.address();
		return this.dash0.token() != null && address != null && !this.allowInsecure && OtlpUrl.of(address).isExposed();
	}

	/**
	 * What happens when the application ends.
	 *
	 * @param pushLast Whether the last metrics are pushed once all beans with a life
	 * cycle have stopped, so that jobs which end meanwhile are counted. Otherwise at the
	 * beginning of the shutdown, as Boot by itself does
	 * @param waitForJobs How long the last push then waits for jobs that still run
	 * @param timeout How long to go on delivering what is held after the last push
	 */
	record Shutdown(@DefaultValue("true") boolean pushLast,
			@DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration waitForJobs,
			@DefaultValue("2s") @DurationUnit(ChronoUnit.SECONDS) Duration timeout) {

		Shutdown {
			check("wait-for-jobs", waitForJobs);
			check("timeout", timeout);
		}

		private static void check(String name, Duration value) {
			if (value.isNegative() || value.compareTo(Duration.ofHours(1)) > 0) {
				throw new InvalidSettingException("The property emp.metrics.export.shutdown." + name, value,
						"is not from 0 to 1h", "Set it to a time such as 2s, or leave it out.");
			}
		}

	}

	/**
	 * What the health says of the export.
	 *
	 * @param downAfter How long deliveries must have failed for the health to be DOWN;
	 * without it, never
	 */
	record Health(@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration downAfter) {

		Health {
			if (downAfter != null && (downAfter.isNegative() || downAfter.isZero())) {
				throw new InvalidSettingException("The property emp.metrics.export.health.down-after", downAfter,
						"is not above zero", "Set it to a time such as 10m, or leave it out to stay UP.");
			}
		}

	}

}
