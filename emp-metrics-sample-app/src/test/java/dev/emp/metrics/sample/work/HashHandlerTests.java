package dev.emp.metrics.sample.work;

import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import dev.emp.metrics.sample.queue.FileInput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HashHandler}.
 */
class HashHandlerTests {

	private final HashHandler handler = new HashHandler();

	@Test
	void hashesTheExampleOfTheStandard() throws Exception {
		byte[] example = "abc".getBytes(StandardCharsets.US_ASCII);
		assertThat(this.handler.handle(TestJobs.on(example)))
			.isEqualTo(new Digest("SHA-256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 3));
	}

	@Test
	void hashesAFile() throws Exception {
		Path file = Path.of(System.getProperty("java.home"), "release");
		Digest digest = (Digest) this.handler.handle(TestJobs.on(new FileInput(file)));
		assertThat(digest.bytes()).isEqualTo(Files.size(file));
		assertThat(digest.size()).isEqualTo(32);
		assertThat(digest).isEqualTo(this.handler.handle(TestJobs.on(Files.readAllBytes(file))));
	}

	@Test
	void failsWhereThereIsNoFile() {
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> this.handler.handle(TestJobs.on(new FileInput(Path.of("absent")))));
	}

	@Test
	void endsWhenInterrupted() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedIOException.class)
			.isThrownBy(() -> this.handler.handle(TestJobs.on(new byte[] { 1 })));
		assertThat(Thread.interrupted()).isTrue();
	}

}
