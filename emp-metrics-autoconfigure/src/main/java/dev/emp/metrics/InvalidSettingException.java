package dev.emp.metrics;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

import org.springframework.boot.convert.DurationStyle;

/**
 * A property or an annotation's attribute that cannot work. It stops the start.
 */
public final class InvalidSettingException extends RuntimeException {

	private final String remedy;

	/**
	 * Create an exception that a failure analyzer turns into a readable report.
	 * @param setting the property or attribute, and where it stands
	 * @param value the value as the user wrote it; never a secret
	 * @param reason what is wrong with the value, as a clause without a subject
	 * @param remedy what to write instead
	 */
	public InvalidSettingException(String setting, Object value, String reason, String remedy) {
		super("%s is '%s', which %s".formatted(setting, text(value), reason));
		this.remedy = remedy;
	}

	/**
	 * A value as a user writes it.
	 * @param value the value
	 * @return the text, of a duration such as {@code 30s}
	 */
	public static String text(Object value) {
		if (value instanceof Duration duration) {
			return (duration.toMillis() % 1000 == 0) ? duration.toSeconds() + "s"
					: DurationStyle.SIMPLE.print(duration);
		}
		return String.valueOf(value);
	}

	/**
	 * Check the path of a file.
	 * @param setting the setting, as the beginning of a sentence
	 * @param path the path
	 * @param example a path that is right
	 * @throws InvalidSettingException if it does not begin at the root
	 */
	public static void checkPath(String setting, String path, String example) {
		try {
			if (!path.isBlank() && Path.of(path).isAbsolute()) {
				return;
			}
		}
		catch (InvalidPathException ex) {
			// one that the locale cannot spell is right: whoever opens it says so
			if (path.startsWith("/") && path.indexOf('\0') < 0) {
				return;
			}
		}
		throw new InvalidSettingException(setting, path, "is no absolute path",
				"Write it from the root, for example " + example + ".");
	}

	/**
	 * Refuse a limit that admits nothing.
	 * @param feature the feature, as in its properties
	 * @param title the feature, as in a sentence
	 * @param limit the name of the property below the limits of the feature
	 * @param value the limit
	 * @throws InvalidSettingException if the limit is below 1
	 */
	public static void checkLimit(String feature, String title, String limit, int value) {
		if (value < 1) {
			throw new InvalidSettingException("The property emp.metrics." + feature + ".limits." + limit, value,
					"is below 1", "Set it to 1 or more, or remove it for the default. To switch " + title
							+ " metrics off, set emp.metrics." + feature + ".enabled=false.");
		}
	}

	/**
	 * What the user can do.
	 * @return one or two sentences
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
