package dev.emp.metrics.support;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LocalPaths}.
 */
class LocalPathsTests {

	@Test
	void isThePathThatIsWritten() {
		assertThat(LocalPaths.of("/data/a b")).isEqualTo(Path.of("/data/a b"));
	}

	@Test
	void namesTheLocaleWhereItLacksACharacter() {
		InvalidPathException ex = new InvalidPathException("/data/donn\u00e9es", "Malformed input");
		assertThat(LocalPaths.withRemedy(ex.getInput(), ex)).hasMessageContaining("LC_ALL=C.UTF-8")
			.hasMessageContaining("/data/donn\u00e9es");
		assertThatExceptionOfType(InvalidPathException.class).as("half a character")
			.isThrownBy(() -> LocalPaths.of("/data/\ud800"))
			.withMessageContaining("LC_ALL=C.UTF-8");
	}

	@Test
	void leavesAnyOtherCauseAsItIs() {
		InvalidPathException ex = new InvalidPathException("C:\\a<b", "Illegal char <<>", 4);
		assertThat(LocalPaths.withRemedy(ex.getInput(), ex)).isSameAs(ex);
		assertThatExceptionOfType(InvalidPathException.class).isThrownBy(() -> LocalPaths.of("/donn\u00e9es\0"))
			.withMessageNotContaining("LC_ALL");
	}

	@Test
	@EnabledOnOs(OS.WINDOWS)
	void saysWhichCharacterWindowsDoesNotAllow() {
		assertThatExceptionOfType(InvalidPathException.class).isThrownBy(() -> LocalPaths.of("C:\\a<b"))
			.withMessageContaining("Illegal char")
			.withMessageNotContaining("LC_ALL");
	}

}
