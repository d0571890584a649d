package dev.emp.metrics.sample.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Files that are not there, or not whole, when their job is sent, and are completed a
 * little later: whoever reads them too early fails, and succeeds with another attempt.
 * For the driver's thread alone.
 */
final class LateFiles {

	private static final String PREFIX = "late-";

	private final Path directory;

	private final List<Pending> pending = new ArrayList<>();

	private int count;

	LateFiles(Path directory) {
		this.directory = directory;
	}

	Path missingUntil(Instant due, Path source) throws IOException {
		return lateFrom(0, due, Files.readAllBytes(source), source);
	}

	Path halfWrittenUntil(Instant due, Path source) throws IOException {
		byte[] bytes = Files.readAllBytes(source);
		int half = bytes.length / 2;
		Path path = lateFrom(half, due, bytes, source);
		Files.write(path, Arrays.copyOf(bytes, half));
		return path;
	}

	void complete(Instant now) throws IOException {
		for (Pending file : List.copyOf(this.pending)) {
			if (!file.due().isAfter(now)) {
				this.pending.remove(file);
				file.complete();
			}
		}
	}

	boolean owns(Path path) {
		return String.valueOf(path.getFileName()).startsWith(PREFIX) && path.startsWith(this.directory);
	}

	private Path lateFrom(int offset, Instant due, byte[] bytes, Path source) {
		Path path = this.directory.resolve(PREFIX + ++this.count + "-" + source.getFileName());
		this.pending.add(new Pending(path, due, offset > 0, Arrays.copyOfRange(bytes, offset, bytes.length)));
		return path;
	}

	/**
	 * What is still to be written.
	 *
	 * @param path where to
	 * @param due when
	 * @param begun whether a part of it was written before
	 * @param rest the bytes
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Pending(Path path, Instant due, boolean begun, byte[] rest) {

		void complete() throws IOException {
			// what was begun and is gone belonged to a job that is over
			if (!this.begun || Files.exists(this.path)) {
				Files.write(this.path, this.rest, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
			}
		}

	}

}
