package dev.emp.metrics.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import dev.emp.metrics.support.KernelText;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MemoryReader}.
 */
class MemoryReaderTests {

	private static final long GIB = 1L << 30;

	private final MemoryReader reader = new MemoryReader();

	@Test
	void takesTheEstimateOfTheKernelWhereThereIsOne() throws IOException {
		MemoryReading memory = read("MemTotal: 16777216 kB", "MemFree: 1048576 kB", "MemAvailable: 4194304 kB",
				"Buffers: 0 kB", "Cached: 12582912 kB", "Shmem: 11534336 kB");
		assertThat(memory.available()).isEqualTo(4 * GIB);
	}

	@Test
	void sharedMemoryIsUsedWhereTheKernelDoesNotEstimate() throws IOException {
		MemoryReading memory = read("MemTotal: 16777216 kB", "MemFree: 1048576 kB", "Buffers: 0 kB",
				"Cached: 12582912 kB", "Shmem: 11534336 kB");
		assertThat(memory.available()).isEqualTo(2 * GIB);
		assertThat(memory.used()).isEqualTo(14 * GIB);
		assertThat(memory.cached()).isEqualTo(12 * GIB);
	}

	@Test
	void sharedMemoryBeyondWhatIsCachedTakesNothingElse() throws IOException {
		MemoryReading memory = read("MemTotal: 16777216 kB", "MemFree: 1048576 kB", "Buffers: 1048576 kB",
				"Cached: 1048576 kB", "Shmem: 11534336 kB");
		assertThat(memory.available()).isEqualTo(2 * GIB);
	}

	@Test
	void forgetsWhatALaterReadingDoesNotSay() throws IOException {
		read("MemTotal: 16777216 kB", "MemFree: 1048576 kB", "Cached: 12582912 kB", "Shmem: 11534336 kB");
		MemoryReading memory = read("MemTotal: 16777216 kB", "MemFree: 1048576 kB", "Cached: 12582912 kB");
		assertThat(memory.available()).isEqualTo(13 * GIB);
	}

	private MemoryReading read(String... lines) throws IOException {
		return this.reader.read(new KernelText(String.join("\n", lines).getBytes(StandardCharsets.US_ASCII)));
	}

}
