package dev.emp.metrics.disk;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Asks the file system of a path for its space, as {@code df} does. That may hang where
 * it is on another machine.
 */
final class DiskReader {

	/**
	 * Unlike a {@code FileStore} it needs no entry in the table of mounts: the root after
	 * a chroot has none, and where proc shows nothing but processes there is no table.
	 */
	private final File file;

	DiskReader(Path path) {
		this.file = path.toFile();
	}

	DiskReading read() throws IOException {
		long total = this.file.getTotalSpace();
		long unused = this.file.getFreeSpace();
		long free = this.file.getUsableSpace();
		if (total <= 0 || unused < 0 || unused > total || free < 0 || free > total) {
			// says why, if it is not there or may not be reached
			Files.readAttributes(this.file.toPath(), BasicFileAttributes.class);
			throw new IOException("The file system of " + this.file + " does not know its space");
		}
		return new DiskReading(total - unused, free, total);
	}

}
