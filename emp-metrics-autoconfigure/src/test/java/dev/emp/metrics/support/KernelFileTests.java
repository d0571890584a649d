package dev.emp.metrics.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link KernelFile}.
 */
class KernelFileTests {

	@TempDir
	private Path folder;

	@Test
	void readsWhatTheFileSaysNow() throws IOException {
		Path path = this.folder.resolve("file");
		KernelFile file = new KernelFile(path);
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(file::read);
		Files.writeString(path, "1 2 3\n");
		assertThat(lines(file)).isOne();
		Files.writeString(path, "1\n".repeat(3000));
		assertThat(lines(file)).isEqualTo(3000);
		Files.writeString(path, "1");
		assertThat(lines(file)).isOne();
		Files.writeString(path, "");
		assertThat(lines(file)).isZero();
	}

	@Test
	void leavesOutWhatNoFileOfTheKernelHas() throws IOException {
		Path path = this.folder.resolve("file");
		Files.writeString(path, "abc\n".repeat(KernelFile.LIMIT));
		assertThat(lines(new KernelFile(path))).isEqualTo(KernelFile.LIMIT / 4);
		Files.writeString(path, "a" + "bc\n".repeat(KernelFile.LIMIT));
		KernelText text = new KernelFile(path).read();
		String last = "";
		while (text.nextLine() && text.nextWord()) {
			last = text.word();
		}
		assertThat(last).as("a whole line").isEqualTo("bc");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void endsWhereAFileDoesNot() throws IOException {
		assertThat(new KernelFile(Path.of("/dev/zero")).read().nextLine()).isFalse();
	}

	@Test
	void refusesAFolder() {
		assertThatIOException().isThrownBy(() -> new KernelFile(this.folder).read());
	}

	private static int lines(KernelFile file) throws IOException {
		KernelText text = file.read();
		int lines = 0;
		while (text.nextLine()) {
			lines++;
		}
		return lines;
	}

}
