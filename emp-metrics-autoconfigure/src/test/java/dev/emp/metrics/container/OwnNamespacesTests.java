package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.support.KernelText;
import dev.emp.metrics.support.Mutations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link OwnNamespaces}.
 */
class OwnNamespacesTests {

	private static final String STAT = "16 (my (odd) name) R 1 1 1 0 -1 4194304 57 0 0 0 0 0 0 0 20 0 1 0 8533 2379776 1";

	@TempDir
	private Path proc;

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the names of recorded links have colons")
	void theFirstProcessTellsTheAgeOfAContainer() throws IOException {
		Path root = RecordedTree.unpack("v2-in-docker", this.proc);
		assertThat(new OwnNamespaces(root.resolve("proc")).secondsBeforeJvm()).as("8533 - 6717 ticks")
			.isEqualTo(18.16, within(1e-9));
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the names of recorded links have colons")
	void theMachinesProcTellsNothing() throws IOException {
		Path root = RecordedTree.unpack("v2-in-docker", this.proc);
		Files.writeString(root.resolve("proc/self/status"), "Name:\tjava\nNSpid:\t4711\t16\n");
		assertThat(new OwnNamespaces(root.resolve("proc")).secondsBeforeJvm()).isNaN();
	}

	@Test
	void withoutProcNothingIsKnown() {
		OwnNamespaces namespaces = new OwnNamespaces(this.proc);
		assertThat(namespaces.hasOwnNetwork()).isFalse();
		assertThat(namespaces.secondsBeforeJvm()).isNaN();
	}

	@Test
	void theStartIsTheTwentySecondField() {
		assertThat(startedAt(STAT)).isEqualTo(85.33, within(1e-9));
		assertThat(startedAt("16 (a) R 1")).isNaN();
		assertThat(startedAt("")).isNaN();
	}

	@Test
	void toleratesAnyText() {
		Mutations mutations = Mutations.of(getClass());
		for (int round = Mutations.rounds(20_000); round > 0; round--) {
			assertThat(startedAt(mutations.next(STAT))).as("%s", mutations)
				.satisfiesAnyOf((seconds) -> assertThat(seconds).isNaN(),
						(seconds) -> assertThat(seconds).isNotNegative());
		}
	}

	private static double startedAt(String stat) {
		KernelText text = new KernelText(stat.getBytes(StandardCharsets.UTF_8));
		text.nextLine();
		return OwnNamespaces.startedAt(text);
	}

}
