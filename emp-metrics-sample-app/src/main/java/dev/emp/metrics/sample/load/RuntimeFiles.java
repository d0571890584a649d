package dev.emp.metrics.sample.load;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that this JVM runs from: the archives of the class path, and the JDK's own.
 */
final class RuntimeFiles {

	private static final long SMALL = 16 * 1024 * 1024;

	private RuntimeFiles() {
	}

	static List<Path> small() throws IOException {
		try (Stream<Path> library = Files.list(Path.of(System.getProperty("java.home"), "lib"))) {
			return Stream.concat(classPath(), library).filter(RuntimeFiles::isSmallFile).sorted().toList();
		}
	}

	/**
	 * The image of the JDK's modules, about 130 MB.
	 * @return the file, which a JDK built in another way may lack
	 */
	static Path modules() {
		return Path.of(System.getProperty("java.home"), "lib", "modules");
	}

	private static Stream<Path> classPath() {
		String[] elements = System.getProperty("java.class.path").split(File.pathSeparator);
		return Arrays.stream(elements).filter((element) -> !element.isEmpty()).map(Path::of);
	}

	private static boolean isSmallFile(Path path) {
		try {
			return Files.isRegularFile(path) && Files.isReadable(path) && Files.size(path) <= SMALL;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
