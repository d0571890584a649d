package dev.emp.metrics.sample.load;

import java.time.Duration;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link Traffic}.
 */
class TrafficTests {

	private final Traffic traffic = new Traffic(TestLoad.properties(4, 0), new SplittableRandom(1));

	@Test
	void theRateFollowsAWave() {
		assertThat(this.traffic.rateAt(Duration.ZERO)).isEqualTo(4);
		assertThat(this.traffic.rateAt(Duration.ofSeconds(30))).isCloseTo(7, within(1e-9));
		assertThat(this.traffic.rateAt(Duration.ofSeconds(90))).isCloseTo(1, within(1e-9));
	}

	@Test
	void theArrivalsOfAWaveAddUpToItsAverage() {
		int arrivals = 0;
		for (int tick = 0; tick < 10 * 120 * 4; tick++) {
			arrivals += this.traffic.arrivalsAt(Duration.ofMillis(250L * tick));
		}
		assertThat(arrivals).isCloseTo(4 * 1200, within(4 * 70));
	}

	@Test
	void theIncidentComesBack() {
		assertThat(isIncidentAt(59)).isFalse();
		assertThat(isIncidentAt(60)).isTrue();
		assertThat(isIncidentAt(79)).isTrue();
		assertThat(isIncidentAt(80)).isFalse();
		assertThat(isIncidentAt(299)).isFalse();
		assertThat(isIncidentAt(300)).isTrue();
	}

	private boolean isIncidentAt(int seconds) {
		return this.traffic.isIncidentAt(Duration.ofSeconds(seconds));
	}

}
