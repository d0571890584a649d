package dev.emp.metrics.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Asks the file system of a path for its space, as {@code df} does. That may hang where
 * it is on another machine. Not safe for use by several threads.
 */
final class DiskReader {

	private final Path path;

	private @Nullable FileStore store;

	DiskReader(Path path) {
		this.path = path;
	}

	DiskReading read() throws IOException {
		FileStore store = this.store;
		if (store == null) {
			store = Files.getFileStore(this.path);
			this.store = store;
		}
		long total = store.getTotalSpace();
		long unused = store.getUnallocatedSpace();
		long free = store.getUsableSpace();
		if (total <= 0 || unused < 0 || unused > total || free < 0 || free > total) {
			throw new IOException("The file system of " + this.path + " does not know its space");
		}
		return new DiskReading(total - unused, free, total);
	}

}
