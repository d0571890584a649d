package dev.emp.metrics.gpu;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests that a machine without a GPU has nothing of the metrics of GPUs.
 */
class NoGpuTests {

	private static final String OTHER = "emp.metrics.source.up";

	@TempDir
	private Path folder;

	@Test
	void withoutAGpuNothingIsLoadedForkedSaidOrShown() throws Exception {
		assumeThat(List.of("/dev/nvidiactl", "/dev/nvidia0", "/usr/lib/wsl/lib/libnvidia-ml.so.1"))
			.noneMatch((trace) -> Files.exists(Path.of(trace)));
		GpuProcess process = GpuProcess.run(this.folder, List.of(), List.of(), (entry) -> true, OTHER,
				"--emp.metrics.gpu.drm-path=" + this.folder);
		assertThat(process.classes()).noneMatch((line) -> line.contains("com.sun.jna") || line.contains("oshi."));
		assertThat(process.classes()).noneMatch((line) -> line.contains("java.lang.ProcessBuilder"));
		assertThat(process.classes()).anyMatch((line) -> line.contains("dev.emp.metrics.gpu.FoundGpus"));
		assertThat(process.saidOfGpus()).isEmpty();
		assertThat(process.warnings()).isEmpty();
		assertThat(process.meters("gpu")).isEmpty();
		assertThat(process.meters(OTHER)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "dev/nvidiactl", "dev/nvidia0", "usr/lib/wsl/lib/libnvidia-ml.so.1" })
	void aTraceOfADriverIsFound(String trace) throws Exception {
		GpuReader reader = GpuReaders.of(properties(), this.folder);
		assertThat(reader.read()).isEmpty();
		Path file = this.folder.resolve(trace);
		Files.createDirectories(file.getParent());
		Files.createFile(file);
		assertThat(reader.note()).as("a driver that does not work is said").isNull();
		assertThatExceptionOfType(GpuException.class).isThrownBy(reader::read)
			.withMessageContaining("/no/such/library")
			.withMessageContaining("/no/such/program");
	}

	@Test
	void whatAContainerWithoutAGpuSeesOfTheMachineIsNoTrace() throws Exception {
		Files.createDirectories(this.folder.resolve("proc/driver/nvidia/gpus/0000:01:00.0"));
		assertThat(GpuReaders.of(properties(), this.folder).read()).isEmpty();
	}

	private GpuProperties properties() {
		return new GpuProperties(true, null, GpuProperties.Source.AUTO, "/no/such/library", "/no/such/program",
				this.folder.resolve("drm").toString());
	}

}
