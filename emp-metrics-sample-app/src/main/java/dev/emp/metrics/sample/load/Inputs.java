package dev.emp.metrics.sample.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.FileSystemUtils;

/**
 * The real files that the driver's jobs work on: the images and texts of this
 * application, copied to a temporary directory, and the files that the JVM runs from.
 */
final class Inputs implements AutoCloseable {

	private final Path directory;

	private final List<Path> images;

	private final List<Path> texts;

	private final List<Path> binaries;

	Inputs() {
		try {
			this.directory = Files.createTempDirectory("emp-sample");
			this.images = copy("classpath:inputs/images/*");
			this.texts = copy("classpath:inputs/texts/*");
			this.binaries = RuntimeFiles.small();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The driver's inputs cannot be copied to a temporary directory", ex);
		}
	}

	Path directory() {
		return this.directory;
	}

	List<Path> images() {
		return this.images;
	}

	List<Path> texts() {
		return this.texts;
	}

	List<Path> binaries() {
		return this.binaries;
	}

	@Override
	public void close() throws IOException {
		FileSystemUtils.deleteRecursively(this.directory);
	}

	private List<Path> copy(String pattern) throws IOException {
		List<Path> copies = new ArrayList<>();
		for (Resource resource : new PathMatchingResourcePatternResolver().getResources(pattern)) {
			Path copy = this.directory.resolve(String.valueOf(resource.getFilename()));
			Files.write(copy, resource.getContentAsByteArray());
			copies.add(copy);
		}
		copies.sort(null);
		return List.copyOf(copies);
	}

}
