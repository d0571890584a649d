package dev.emp.metrics.sample.work;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.emp.metrics.sample.queue.FileInput;
import dev.emp.metrics.support.MeteredExecutorService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CompressHandler}.
 */
class CompressHandlerTests {

	private final MeteredExecutorService compressors = new CompressorConfiguration().compressors();

	private final CompressHandler handler = new CompressHandler(this.compressors);

	@AfterEach
	void close() {
		this.compressors.shutdownNow();
	}

	@Test
	void aTextGetsSmaller() throws IOException {
		byte[] text = TestJobs.input("texts/alice.txt");
		Compressed compressed = compress(text);
		assertThat(unpacked(compressed)).isEqualTo(text);
		assertThat(compressed.originalSize()).isEqualTo(text.length);
		assertThat(compressed.size()).isLessThan(text.length / 2);
	}

	@Test
	void theBlocksStayInOrder() throws IOException {
		byte[] noise = new byte[5 * CompressHandler.BLOCK + 1];
		new Random(1).nextBytes(noise);
		assertThat(unpacked(compress(noise))).isEqualTo(noise);
	}

	@Test
	void ofNothingThereIsNothing() throws IOException {
		assertThat(compress(new byte[0]).size()).isZero();
	}

	@Test
	void failsWhereThereIsNoFile() {
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> this.handler.handle(TestJobs.on(new FileInput(Path.of("absent")))));
	}

	private Compressed compress(byte[] bytes) throws IOException {
		return (Compressed) this.handler.handle(TestJobs.on(bytes)).join();
	}

	private static byte[] unpacked(Compressed compressed) throws IOException {
		try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(compressed.gzip()))) {
			return stream.readAllBytes();
		}
	}

}
