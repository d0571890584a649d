package dev.emp.metrics.support;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A small file of {@code /proc}, {@code /sys} or a cgroup, which is read anew each time
 * into the same buffer. Not safe for use by several threads.
 */
public final class KernelFile {

	/** More is no file of the kernel: what is beyond is left out. */
	static final int LIMIT = 1 << 20;

	private final File file;

	private final KernelText text = new KernelText(new byte[0]);

	private byte[] buffer = new byte[512];

	/**
	 * Create it without looking at the file.
	 * @param path where the file is
	 */
	public KernelFile(Path path) {
		this.file = path.toFile();
	}

	/**
	 * Read the file, up to 1 MiB.
	 * @return a cursor before its first line, valid until the next call
	 * @throws NoSuchFileException if there is no such file
	 * @throws AccessDeniedException if this process may not read it
	 * @throws IOException if it cannot be read
	 */
	public KernelText read() throws IOException {
		try (InputStream input = open()) {
			int length = 0;
			int count = 0;
			while (count >= 0 && length < LIMIT) {
				length += count;
				if (length == this.buffer.length) {
					this.buffer = Arrays.copyOf(this.buffer, Math.min(2 * length, LIMIT));
				}
				count = (length < LIMIT) ? input.read(this.buffer, length, this.buffer.length - length) : -1;
			}
			this.text.reset(this.buffer, wholeLines(length));
			return this.text;
		}
	}

	private InputStream open() throws IOException {
		try {
			return new FileInputStream(this.file);
		}
		catch (IOException ex) {
			if (!this.file.exists()) {
				throw new NoSuchFileException(this.file.getPath());
			}
			if (!this.file.canRead()) {
				throw new AccessDeniedException(this.file.getPath());
			}
			throw ex;
		}
	}

	private int wholeLines(int length) {
		int end = length;
		while (length == LIMIT && end > 0 && this.buffer[end - 1] != '\n') {
			end--;
		}
		return end;
	}

	@Override
	public String toString() {
		return this.file.getPath();
	}

}
