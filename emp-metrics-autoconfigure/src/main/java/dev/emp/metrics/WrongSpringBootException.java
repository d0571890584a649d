package dev.emp.metrics;

import org.jspecify.annotations.Nullable;

/**
 * A version of Spring Boot that the library cannot run on. It stops the start.
 */
final class WrongSpringBootException extends RuntimeException {

	WrongSpringBootException(@Nullable String own, String springBoot) {
		super("emp-metrics%s needs Spring Boot 4.1 or later, found %s".formatted((own != null) ? " " + own : "",
				springBoot));
	}

}
