package dev.emp.metrics.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ShortProgram} with programs that misbehave.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script is run")
class ShortProgramTests {

	/** Itself and its child, neither of which ends when it is asked to. */
	private static final String STUBBORN = """
			trap '' TERM INT HUP
			sh -c "trap '' TERM INT HUP; echo \\$\\$ >> pids; while :; do sleep 1; done" &
			echo $$ >> pids
			while :; do sleep 1; done
			""";

	private final ShortProgram program = new ShortProgram();

	@TempDir
	private Path folder;

	@Test
	void givesWhatWasPrintedAndTheExitCode() throws Exception {
		assertThat(run("echo out; echo err >&2; exit 3", 8000)).isEqualTo(new SmiAnswer(3, "out\nerr\n"));
	}

	@Test
	void losesNothingOfALongAnswer() throws Exception {
		SmiAnswer answer = run("i=0; while [ $i -lt 20000 ]; do echo $i; i=$((i+1)); done", 8000);
		assertThat(answer.text().lines()).hasSize(20_000).last().isEqualTo("19999");
	}

	@Test
	void givesTheProgramNoInputAndPlainTexts() throws Exception {
		assertThat(run("cat; echo $LC_ALL", 8000).text()).isEqualTo("C\n");
	}

	@Test
	void givesNothingToAShell() throws Exception {
		Path script = FakeSmi.script(this.folder, "echo \"$1\"");
		String trouble = "$(touch spoiled); `id` ' \" * &";
		assertThat(this.program.run(List.of(script.toString(), trouble), until(8000)).text()).isEqualTo(trouble + "\n");
	}

	@Test
	void endsAProgramThatHangsAndItsChild() throws IOException {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> run(STUBBORN, 1000))
			.withMessageContaining("did not end in time");
		assertThatNoneIsLeftOf(2);
	}

	@Test
	void endsAProgramThatPrintsWithoutEnd() throws IOException {
		String endless = "echo $$ >> pids; while :; do echo 0123456789012345678901234567890123456789; done";
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> run(endless, 60_000))
			.withMessageContaining("printed more than 256 KiB");
		assertThatNoneIsLeftOf(1);
	}

	@Test
	void endsTheProgramWhenTheThreadIsInterrupted() throws Exception {
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				run(STUBBORN, 600_000);
			}
			catch (InterruptedException ex) {
				interrupted.complete(Thread.currentThread().isInterrupted());
			}
			catch (IOException ex) {
				interrupted.completeExceptionally(ex);
			}
		});
		thread.start();
		await().until(() -> pids().size() == 2);
		thread.interrupt();
		assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
		assertThatNoneIsLeftOf(2);
	}

	@Test
	void doesNotWaitForAnHeirOfThePipe() throws Exception {
		assertThat(run("sleep 20 & echo done", 10_000)).isEqualTo(new SmiAnswer(0, "done\n"));
	}

	@Test
	void leavesNoThreadThatIsItsOwn() throws Exception {
		String caller = Thread.currentThread().getThreadGroup().getName();
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		run("echo done", 8000);
		Set<Thread> after = new HashSet<>(Thread.getAllStackTraces().keySet());
		after.removeAll(before);
		// what this thread starts is in its group; those of the JVM and of its reaper are
		// not
		assertThat(after).filteredOn((thread) -> thread.isAlive() && thread.getThreadGroup().getName().equals(caller))
			.isEmpty();
	}

	private SmiAnswer run(String body, long millis) throws IOException, InterruptedException {
		Path script = FakeSmi.script(this.folder, "cd '" + this.folder + "'\n" + body);
		return this.program.run(List.of(script.toString()), until(millis));
	}

	private static long until(long millis) {
		return System.nanoTime() + Duration.ofMillis(millis).toNanos();
	}

	private void assertThatNoneIsLeftOf(int processes) throws IOException {
		assertThat(pids()).as("it did run").hasSize(processes);
		await().until(() -> pids().stream().noneMatch(ShortProgramTests::isRunning));
	}

	private List<String> pids() throws IOException {
		Path file = this.folder.resolve("pids");
		return Files.exists(file) ? Files.readAllLines(file) : List.of();
	}

	private static boolean isRunning(String pid) {
		try {
			// an orphan that the first process of a container does not fetch stays so
			return !Files.readString(Path.of("/proc", pid, "stat")).contains(") Z ");
		}
		catch (IOException ex) {
			return false;
		}
	}

}
