package dev.emp.metrics.sample.queue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A file, which somebody may still be writing, or have yet to write.
 *
 * @param path where the file is, or will be
 */
public record FileInput(Path path) implements JobInput {

	@Override
	public InputStream open() throws IOException {
		return Files.newInputStream(this.path);
	}

	@Override
	public @Nullable Long size() {
		try {
			return Files.size(this.path);
		}
		catch (IOException ex) {
			return null;
		}
	}

	@Override
	public boolean mayChange() {
		return true;
	}

}
