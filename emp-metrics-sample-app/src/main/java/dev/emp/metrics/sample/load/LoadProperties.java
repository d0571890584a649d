package dev.emp.metrics.sample.load;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Properties of the load driver.
 *
 * @param enabled whether to make jobs at all
 * @param rate how many jobs arrive per second on average, outside an incident
 * @param wave how long the arrivals take to rise, fall and come back to the average
 * @param troubleShare the share of jobs with broken, missing or late input, from 0 to 1
 * @param tick how often to look at the clock
 * @param incident when the queue is flooded
 */
@ConfigurationProperties("sample.load")
record LoadProperties(@DefaultValue("true") boolean enabled, @DefaultValue("4") double rate,
		@DefaultValue("2m") Duration wave, @DefaultValue("0.06") double troubleShare,
		@DefaultValue("250ms") Duration tick, @DefaultValue Incident incident) {

	LoadProperties {
		Assert.isTrue(rate >= 0 && rate <= 1000,
				() -> "sample.load.rate must be between 0 and 1000 per second, but is " + rate);
		Assert.isTrue(troubleShare >= 0 && troubleShare <= 1,
				() -> "sample.load.trouble-share must be between 0 and 1, but is " + troubleShare);
		requirePositive("wave", wave);
		requirePositive("tick", tick);
	}

	private static void requirePositive(String name, Duration value) {
		Assert.isTrue(!value.isNegative() && !value.isZero(),
				() -> "sample.load.%s must be more than 0, but is %s".formatted(name, value));
	}

	/**
	 * Properties of the incident that comes back.
	 *
	 * @param first when the first one begins, counted from the start
	 * @param every the time from the beginning of one to that of the next
	 * @param duration how long the queue is kept full; 0 for no incidents
	 */
	record Incident(@DefaultValue("60s") Duration first, @DefaultValue("4m") Duration every,
			@DefaultValue("20s") Duration duration) {

		Incident {
			requirePositive("incident.every", every);
			Assert.isTrue(!first.isNegative(),
					() -> "sample.load.incident.first must not be negative, but is " + first);
			Assert.isTrue(!duration.isNegative(),
					() -> "sample.load.incident.duration must not be negative, but is " + duration);
		}

	}

}
