package dev.emp.metrics.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests that trouble with native libraries is one warning with a remedy, and costs nobody
 * else anything.
 */
@EnabledOnOs(OS.LINUX)
class NativeTroubleTests {

	private static final String ERRORS = "emp.metrics.source.errors";

	private static final String NVML = "--emp.metrics.gpu.source=nvml";

	@TempDir
	private Path folder;

	@Test
	void readsTheLibraryInAProcessOfItsOwn() throws Exception {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(2);
		GpuProcess process = run(List.of(), List.of(), "gpu.memory.used", nvml);
		assertThat(process.warnings()).isEmpty();
		assertThat(process.meters("'gpu.memory.used'")).hasSize(2);
		assertThat(process.output()).noneMatch((line) -> line.contains("restricted method"));
	}

	@Test
	void aTemporaryFolderThatCannotBeWrittenToIsOneWarning() throws Exception {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(1);
		assertOneWarning(run(List.of(), List.of("-Djna.tmpdir=/proc"), ERRORS, nvml), "-Djna.tmpdir", "temporary file");
	}

	@Test
	void aTemporaryFolderThatNothingRunsFromIsOneWarning() throws Exception {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(1);
		Path mounted = Files.createDirectory(this.folder.resolve("mounted"));
		List<String> launcher = List.of("unshare", "-m", "sh", "-c",
				"mount -t tmpfs -o noexec tmpfs " + mounted + " && exec \"$@\"", "sh");
		assumeThat(isPossible(launcher)).as("root may mount here").isTrue();
		assertOneWarning(run(launcher, List.of("-Djna.tmpdir=" + mounted), ERRORS, nvml), "-Djna.tmpdir", "noexec");
	}

	@Test
	void withoutJnaTheRemedyIsSaid() throws Exception {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(1);
		GpuProcess process = GpuProcess.run(this.folder, List.of(), List.of(), (entry) -> !entry.contains("jna"),
				ERRORS, NVML, "--emp.metrics.gpu.nvml-library=" + nvml.library());
		assertOneWarning(process, "JNA is not on the class path", "com.github.oshi:oshi-core");
	}

	@Test
	void aLibraryThatIsNoneIsOneWarning() throws Exception {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(1);
		Files.writeString(nvml.library(), "this is no library");
		assertOneWarning(run(List.of(), List.of(), ERRORS, nvml), "libnvidia-ml.so.1", "emp.metrics.gpu.nvml-library");
	}

	private static void assertOneWarning(GpuProcess process, String... parts) {
		assertThat(process.warnings()).singleElement().asString().contains("The source gpu failed").contains(parts);
		assertThat(process.output()).noneMatch((line) -> line.startsWith("\tat "));
		assertThat(process.meters("'gpu.")).isEmpty();
		assertThat(process.meters("emp.metrics.source.up")).hasSize(2);
	}

	private GpuProcess run(List<String> launcher, List<String> options, String awaited, FakeNvml nvml)
			throws Exception {
		// the JVM itself warns of native access from JDK 24 on (JEP 472)
		List<String> all = new ArrayList<>(options);
		all.add("--enable-native-access=ALL-UNNAMED");
		return GpuProcess.run(this.folder, launcher, all, (entry) -> true, awaited, NVML,
				"--emp.metrics.gpu.nvml-library=" + nvml.library());
	}

	private static boolean isPossible(List<String> launcher) throws InterruptedException {
		try {
			List<String> command = new ArrayList<>(launcher);
			command.add("true");
			return new ProcessBuilder(command).start().waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
