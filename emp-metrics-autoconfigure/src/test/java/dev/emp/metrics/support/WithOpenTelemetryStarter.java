package dev.emp.metrics.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A loader of the classes of a test and of the starter that a test looks for, whose
 * classes it cannot load: looking for them must do.
 */
public final class WithOpenTelemetryStarter extends URLClassLoader {

	private static final String FILE = "io/opentelemetry/instrumentation/spring/autoconfigure/OpenTelemetryAutoConfiguration.class";

	private final Path file;

	/**
	 * Create a loader.
	 * @param folder where to put the class file
	 */
	public WithOpenTelemetryStarter(Path folder) {
		super(new URL[0], WithOpenTelemetryStarter.class.getClassLoader());
		try {
			this.file = folder.resolve(FILE);
			Files.createDirectories(this.file.getParent());
			Files.writeString(this.file, "");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public @Nullable URL findResource(String name) {
		try {
			return name.equals(FILE) ? this.file.toUri().toURL() : super.findResource(name);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
