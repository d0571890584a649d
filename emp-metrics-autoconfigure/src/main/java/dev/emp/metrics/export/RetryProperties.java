package dev.emp.metrics.export;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import dev.emp.metrics.InvalidSettingException;

/**
 * When to try again.
 *
 * @param delay How long to wait after the first failure, at most; doubled with each
 * further one
 * @param maxDelay Longest wait of our own choice
 * @param maxRetryAfter Longest wait that a receiver may ask for with Retry-After
 * @param holdUnauthorized Whether to keep batches that were answered with 401 or 403
 * until a new token is in force. Otherwise they are dropped and counted
 */
record RetryProperties(@DefaultValue("1s") @DurationUnit(ChronoUnit.SECONDS) Duration delay,
		@DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration maxDelay,
		@DefaultValue("5m") @DurationUnit(ChronoUnit.SECONDS) Duration maxRetryAfter,
		@DefaultValue("true") boolean holdUnauthorized) {

	private static final String PREFIX = "emp.metrics.export.retry.";

	RetryProperties {
		check(delay, "delay");
		check(maxDelay, "max-delay");
		check(maxRetryAfter, "max-retry-after");
		if (maxDelay.compareTo(delay) < 0) {
			throw new InvalidSettingException("The property " + PREFIX + "max-delay", maxDelay,
					"is shorter than " + PREFIX + "delay", "Set it to at least " + PREFIX + "delay.");
		}
	}

	private static void check(Duration value, String name) {
		if (value.isNegative() || value.isZero()) {
			throw new InvalidSettingException("The property " + PREFIX + name, value, "is not above zero",
					"Set it to more than zero, such as 1s, or leave it out.");
		}
	}

}
