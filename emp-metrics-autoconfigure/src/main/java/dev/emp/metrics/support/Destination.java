package dev.emp.metrics.support;

import java.time.Duration;

/**
 * Where metrics go on one way, for the line that the library logs at the start.
 *
 * @param name the way, for example {@code OTLP}
 * @param target the address without anything secret and, in parentheses, the setting that
 * gave it, or {@code none} and the reason
 * @param every the time between two exports
 */
public record Destination(String name, String target, Duration every) {
}
