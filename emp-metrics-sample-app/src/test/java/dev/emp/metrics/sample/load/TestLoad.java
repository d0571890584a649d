package dev.emp.metrics.sample.load;

import java.time.Duration;

/**
 * Properties for the tests of the driver.
 */
final class TestLoad {

	private TestLoad() {
	}

	static LoadProperties properties(double rate, double troubleShare) {
		LoadProperties.Incident incident = new LoadProperties.Incident(Duration.ofSeconds(60), Duration.ofMinutes(4),
				Duration.ofSeconds(20));
		return new LoadProperties(true, rate, Duration.ofMinutes(2), troubleShare, Duration.ofMillis(250), incident);
	}

}
