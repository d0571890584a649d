package dev.emp.metrics.sample.load;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How many jobs arrive when: a Poisson process whose rate follows a sine wave between a
 * quarter and seven quarters of its average, and an incident every few minutes.
 */
final class Traffic {

	private static final double SWING = 0.75;

	private final LoadProperties properties;

	private final RandomGenerator random;

	Traffic(LoadProperties properties, RandomGenerator random) {
		this.properties = properties;
		this.random = random;
	}

	double rateAt(Duration elapsed) {
		double phase = 2 * Math.PI * elapsed.toMillis() / this.properties.wave().toMillis();
		return this.properties.rate() * (1 + SWING * Math.sin(phase));
	}

	boolean isIncidentAt(Duration elapsed) {
		LoadProperties.Incident incident = this.properties.incident();
		long sinceFirst = elapsed.minus(incident.first()).toMillis();
		return sinceFirst >= 0 && sinceFirst % incident.every().toMillis() < incident.duration().toMillis();
	}

	int arrivalsAt(Duration elapsed) {
		return poisson(rateAt(elapsed) * this.properties.tick().toMillis() / 1000);
	}

	// the multiplication method of Knuth, The Art of Computer Programming 3.4.1
	private int poisson(double mean) {
		double limit = Math.exp(-Math.min(mean, 500));
		double product = this.random.nextDouble();
		int count = 0;
		while (product > limit) {
			product *= this.random.nextDouble();
			count++;
		}
		return count;
	}

}
