package dev.emp.metrics.sample.http;

import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.emp.metrics.sample.queue.InvalidInputException;
import dev.emp.metrics.sample.queue.JobType;
import dev.emp.metrics.sample.queue.Priority;

/**
 * Which job a request asks for.
 *
 * @param type what is to be done
 * @param priority how urgent it is
 */
record JobOrder(JobType type, Priority priority) {

	static JobOrder of(@Nullable String type, @Nullable String priority, @Nullable BodyType contentType) {
		JobType chosen = (type != null) ? parse("type", type, JobType.values()) : typeFor(contentType);
		return new JobOrder(chosen,
				(priority != null) ? parse("priority", priority, Priority.values()) : Priority.NORMAL);
	}

	private static JobType typeFor(@Nullable BodyType contentType) {
		if (contentType == null) {
			return JobType.HASH;
		}
		return switch (contentType.mediaType().getType()) {
			case "image" -> JobType.THUMBNAIL;
			case "text" -> JobType.INDEX;
			default -> JobType.HASH;
		};
	}

	private static <E extends Enum<E>> E parse(String name, String text, E[] values) {
		return Arrays.stream(values)
			.filter((value) -> value.toString().equals(text.toLowerCase(Locale.ROOT)))
			.findFirst()
			.orElseThrow(() -> new InvalidInputException(
					"Unknown %s '%s'; known are %s".formatted(name, text, Arrays.toString(values))));
	}

}
