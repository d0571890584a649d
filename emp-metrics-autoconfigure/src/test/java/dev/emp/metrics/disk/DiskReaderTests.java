package dev.emp.metrics.disk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link DiskReader}.
 */
class DiskReaderTests {

	@TempDir
	private Path folder;

	@Test
	void readsTheSpaceOfTheFileSystem() throws IOException {
		DiskReading reading = new DiskReader(this.folder).read();
		assertThat(reading.used()).isPositive();
		assertThat(reading.free()).isPositive();
		assertThat(reading.used() + reading.free()).isLessThanOrEqualTo(reading.total());
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void saysWhatDfSays() throws IOException {
		long[] expected = df(this.folder);
		DiskReading reading = new DiskReader(this.folder).read();
		assertThat(reading.total()).isEqualTo(expected[0]);
		// other processes write meanwhile
		assertThat(reading.used()).isCloseTo(expected[1], within(64L << 20));
		assertThat(reading.free()).isCloseTo(expected[2], within(64L << 20));
	}

	@Test
	void seesAPathVanishAndComeBack() throws IOException {
		Path path = Files.createDirectory(this.folder.resolve("mount"));
		DiskReader reader = new DiskReader(path);
		long total = reader.read().total();
		Files.delete(path);
		assertThatIOException().isThrownBy(reader::read);
		Files.createDirectory(path);
		assertThat(reader.read().total()).isEqualTo(total);
	}

	@Test
	void saysWhichPathIsMissing() {
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> new DiskReader(this.folder.resolve("none")).read())
			.withMessageContaining("none");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void hasNoSpaceOfAFileSystemThatHasNone() {
		assertThatIOException().isThrownBy(() -> new DiskReader(Path.of("/proc")).read())
			.withMessageContaining("/proc")
			.withMessageContaining("space");
	}

	private static long[] df(Path path) throws IOException {
		Process process = new ProcessBuilder(
				List.of("df", "--block-size=1", "--output=size,used,avail", path.toString()))
			.start();
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			String[] cells = output.lines().skip(1).findFirst().orElseThrow().trim().split(" +");
			return new long[] { Long.parseLong(cells[0]), Long.parseLong(cells[1]), Long.parseLong(cells[2]) };
		}
	}

}
