package dev.emp.metrics.support;

import java.time.Duration;
import java.util.List;

/**
 * Where metrics go on one way, for the line that the library logs at the start.
 *
 * @param name the way, for example {@code OTLP}
 * @param target the address without anything secret and, in parentheses, the setting that
 * gave it, or the reason why nothing is sent
 * @param every the time between two exports, one for each group of meters; empty where
 * nothing is sent
 */
public record Destination(String name, String target, List<Duration> every) {

	public Destination {
		every = List.copyOf(every);
	}

	/**
	 * Create the destination of a way on which metrics go out.
	 * @param name the way
	 * @param target the address without anything secret, and the setting that gave it
	 * @param every the time between two exports, one for each group of meters
	 * @return the destination
	 */
	public static Destination sent(String name, String target, Duration... every) {
		return new Destination(name, target, List.of(every));
	}

	/**
	 * Create the destination of a way on which nothing goes out.
	 * @param name the way
	 * @param reason why nothing is sent
	 * @return the destination
	 */
	public static Destination none(String name, String reason) {
		return new Destination(name, reason, List.of());
	}

}
