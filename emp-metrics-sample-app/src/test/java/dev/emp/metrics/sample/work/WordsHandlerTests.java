package dev.emp.metrics.sample.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

import dev.emp.metrics.sample.queue.FileInput;
import dev.emp.metrics.sample.queue.InvalidInputException;
import dev.emp.metrics.sample.queue.JobResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WordsHandler}.
 */
class WordsHandlerTests {

	private final WordsHandler handler = new WordsHandler();

	@TempDir
	private Path directory;

	@Test
	void countsLinesAndWords() {
		assertThat(count("to be or\r\n\n not  to\tbe: \u00e4".getBytes(StandardCharsets.UTF_8)))
			.isEqualTo(new WordCount(3, 7, 14));
		assertThat(count(new byte[0])).isEqualTo(WordCount.NONE);
	}

	@Test
	void countsABook() throws IOException {
		assertThat(count(TestJobs.input("texts/alice.txt"))).isEqualTo(new WordCount(3608, 26457, 72));
	}

	@Test
	void readsTheFileOnceSubscribed() throws IOException {
		Path file = this.directory.resolve("text");
		Mono<JobResult> count = this.handler.handle(TestJobs.on(new FileInput(file)));
		Files.writeString(file, "now");
		assertThat(count.block()).isEqualTo(new WordCount(1, 1, 3));
	}

	@Test
	void refusesAnotherEncoding() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> count("caf\u00e9".getBytes(StandardCharsets.ISO_8859_1)))
			.withMessage("The text is not UTF-8");
	}

	@Test
	void failsWhereThereIsNoFile() {
		Mono<JobResult> count = this.handler.handle(TestJobs.on(new FileInput(this.directory.resolve("absent"))));
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(count::block)
			.havingCause()
			.isInstanceOf(NoSuchFileException.class);
	}

	private JobResult count(byte[] text) {
		JobResult count = this.handler.handle(TestJobs.on(text)).block();
		assertThat(count).isNotNull();
		return count;
	}

}
