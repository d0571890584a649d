package dev.emp.metrics.sample.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

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

	private final List<Path> archives;

	Inputs() {
		try {
			this.directory = Files.createTempDirectory("emp-sample");
			this.images = copy("classpath:inputs/images/*");
			this.texts = copy("classpath:inputs/texts/*");
			this.binaries = RuntimeFiles.small();
			this.archives = Stream
				.concat(Stream.of(zip(this.texts)),
						this.binaries.stream().filter((file) -> file.toString().endsWith(".jar")))
				.toList();
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

	List<Path> archives() {
		return this.archives;
	}

	@Override
	public void close() throws IOException {
		FileSystemUtils.deleteRecursively(this.directory);
	}

	private Path zip(List<Path> files) throws IOException {
		Path archive = this.directory.resolve("texts.zip");
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
			for (Path file : files) {
				zip.putNextEntry(new ZipEntry(String.valueOf(file.getFileName())));
				Files.copy(file, zip);
			}
		}
		return archive;
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
