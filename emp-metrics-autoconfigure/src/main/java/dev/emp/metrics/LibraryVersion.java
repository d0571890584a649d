package dev.emp.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/**
 * The version of the library, of which a jar's manifest would say nothing where it runs
 * from its classes.
 */
public final class LibraryVersion {

	/** Written by the build. */
	static final String FILE = "META-INF/emp-metrics.properties";

	private static final @Nullable String VERSION = read();

	private LibraryVersion() {
	}

	/**
	 * The version.
	 * @return the version, or null where the build did not write it
	 */
	public static @Nullable String get() {
		return VERSION;
	}

	private static @Nullable String read() {
		Properties properties = new Properties();
		try (InputStream file = LibraryVersion.class.getResourceAsStream("/" + FILE)) {
			if (file != null) {
				properties.load(file);
			}
		}
		catch (IOException | IllegalArgumentException ex) {
			return null;
		}
		String version = properties.getProperty("version");
		return (version != null && !version.contains("$")) ? version : null;
	}

}
