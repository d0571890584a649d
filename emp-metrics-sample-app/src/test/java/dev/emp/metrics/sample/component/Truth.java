package dev.emp.metrics.sample.component;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * When each job of a process was counted, in memory that outlives a process which is
 * killed.
 */
final class Truth {

	private static final int MOST = 1 << 17;

	private final LongBuffer times;

	private int count;

	private Truth(LongBuffer times) {
		this.times = times;
	}

	static Truth create(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
				StandardOpenOption.WRITE)) {
			MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) MOST * Long.BYTES);
			return new Truth(memory.asLongBuffer());
		}
	}

	/**
	 * Note a job before it is counted, so that no more is counted than was noted.
	 * @param time the time in milliseconds
	 */
	void add(long time) {
		this.times.put(this.count++, time);
	}

	/**
	 * Read what a process noted.
	 * @param file its file, which is missing if it did not get as far
	 * @return the times of its jobs
	 * @throws IOException if the file cannot be read
	 */
	static List<Long> read(Path file) throws IOException {
		List<Long> times = new ArrayList<>();
		if (Files.exists(file)) {
			LongBuffer noted = ByteBuffer.wrap(Files.readAllBytes(file)).asLongBuffer();
			while (noted.hasRemaining()) {
				long time = noted.get();
				if (time == 0) {
					break;
				}
				times.add(time);
			}
		}
		return times;
	}

}
