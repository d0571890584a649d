package dev.emp.metrics.sample.work;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.ZipException;

import org.junit.jupiter.api.Test;

import dev.emp.metrics.sample.queue.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ArchiveHandler}.
 */
class ArchiveHandlerTests {

	private final ArchiveHandler handler = new ArchiveHandler();

	@Test
	void countsTheEntriesOfAnArchive() throws IOException {
		byte[] archive = Zips.of("to be or not to be", "that is the question");
		assertThat(this.handler.handle(TestJobs.on(archive))).isEqualTo(new ArchiveSummary(2, 38));
	}

	@Test
	void failsWhereTheArchiveEndsTooSoon() throws IOException {
		byte[] archive = Zips.of("to be or not to be", "that is the question");
		for (int length = 0; length < archive.length; length++) {
			byte[] part = Arrays.copyOf(archive, length);
			assertThatExceptionOfType(EOFException.class).isThrownBy(() -> this.handler.handle(TestJobs.on(part)));
		}
	}

	@Test
	void failsWhereAnEntryIsNotWhatItWas() throws IOException {
		byte[] archive = Zips.of("to be or not to be");
		archive[Zips.FIRST_TEXT] ^= 1;
		assertThatExceptionOfType(ZipException.class).isThrownBy(() -> this.handler.handle(TestJobs.on(archive)))
			.withMessageContaining("invalid entry CRC");
	}

	@Test
	void refusesWhatIsNoArchive() {
		for (String text : new String[] { "P.", "a text", "a longer text than the end of an archive" }) {
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> this.handler.handle(TestJobs.on(text.getBytes(StandardCharsets.UTF_8))))
				.withMessage("The archive is none: it does not begin as a ZIP file does");
		}
	}

}
