package dev.emp.metrics.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.support.KernelText;
import dev.emp.metrics.support.Mutations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link LinuxProcess}.
 */
class LinuxProcessTests {

	private static final String STATUS = """
			Name:	java
			State:	S (sleeping)
			NSpid:	4711	1
			VmHWM:	  163840 kB
			VmRSS:	  131072 kB
			RssAnon:	   98304 kB
			Threads:	42
			""";

	@TempDir
	private Path proc;

	@Test
	void readsResidentMemoryAndThreads() throws IOException {
		Files.createDirectories(this.proc.resolve("self"));
		Files.writeString(this.proc.resolve("self/status"), STATUS);
		LinuxProcess process = new LinuxProcess(this.proc);
		process.refresh();
		assertThat(process.rss()).isEqualTo(128 << 20);
		assertThat(process.threads()).isEqualTo(42);
	}

	@Test
	void doesNotKnowWhatIsMissing() {
		LinuxProcess process = parsed("Name:	kthread\nThreads:	x\n");
		assertThat(process.rss()).isNaN();
		assertThat(process.threads()).isNaN();
	}

	@Test
	void saysThatThereIsNoProc() {
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> new LinuxProcess(this.proc).refresh())
			.withMessageContaining("self/status");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void agreesWithTheOracle() throws IOException {
		LinuxProcess process = new LinuxProcess(Path.of("/proc"));
		OshiProcess oracle = new OshiProcess();
		oracle.refresh();
		process.refresh();
		assertThat(process.rss()).isCloseTo(oracle.rss(), within(oracle.rss() / 10));
		assertThat(process.threads()).isCloseTo(oracle.threads(), within(5.0));
	}

	@Test
	void toleratesAnyText() {
		Mutations mutations = Mutations.of(getClass());
		for (int round = Mutations.rounds(20_000); round > 0; round--) {
			LinuxProcess process = parsed(mutations.next(STATUS));
			assertThat(process.rss()).as("%s", mutations)
				.satisfiesAnyOf((rss) -> assertThat(rss).isNaN(), (rss) -> assertThat(rss).isNotNegative());
			assertThat(process.threads()).as("%s", mutations)
				.satisfiesAnyOf((threads) -> assertThat(threads).isNaN(),
						(threads) -> assertThat(threads).isNotNegative());
		}
	}

	private static LinuxProcess parsed(String status) {
		LinuxProcess process = new LinuxProcess(Path.of("/proc"));
		process.parse(new KernelText(status.getBytes(StandardCharsets.UTF_8)));
		return process;
	}

}
