package dev.emp.metrics.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.emp.metrics.support.DaemonThreads;
import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.Sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for GPUs that vanish, return, change their mind or come from elsewhere.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChangingGpusTests {

	private static final Duration INTERVAL = Duration.ofSeconds(30);

	@TempDir
	private Path folder;

	@Test
	void asksAgainAfterAWhileForWhatAGpuDidNotSupport() throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(1).gpu(0, "code.nvmlDeviceGetUtilizationRates", 3).write();
		NvmlGpus reader = nvml.reader();
		assertThat(reader.read().get(0).get(GpuValue.UTILIZATION)).isNaN();
		nvml.gpu(0, "code.nvmlDeviceGetUtilizationRates", 0).write();
		assertThat(reader.read().get(0).get(GpuValue.UTILIZATION)).as("not asked each time").isNaN();
		for (int i = 0; i < 8; i++) {
			reader.read();
		}
		assertThat(reader.read().get(0).get(GpuValue.UTILIZATION)).isEqualTo(75);
	}

	@Test
	void aGpuThatIsAnotherBehindItsIndexIsFoundOut() throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(1);
		NvmlGpus reader = nvml.reader();
		reader.read();
		nvml.gpu(0, "uuid", "GPU-other").write();
		for (int i = 0; i < 9; i++) {
			reader.read();
		}
		assertThat(reader.read().get(0).identity().uuid()).isEqualTo("GPU-other");
	}

	@Test
	void aGpuThatVanishesIsOneWarningAndNoneIsAFailure(CapturedOutput output) throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(2);
		NvmlGpus reader = nvml.reader();
		reader.read();
		nvml.set("count", 1);
		assertThat(reader.read()).hasSize(1);
		assertThat(reader.read()).hasSize(1);
		assertThat(lines(output, "WARN")).singleElement().asString().contains("GPU 1", "GPU-1", "is gone", "dmesg");
		nvml.set("count", 0);
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(GpuException.class).isThrownBy(reader::read)
				.withMessageContaining("no GPU any more")
				.withMessageContaining("GPU-0")
				.withMessageNotContaining("GPU-1");
		}
		nvml.set("count", 2);
		assertThat(reader.read()).hasSize(2);
		assertThat(lines(output, "WARN")).hasSize(1);
		assertThat(lines(output, "INFO")).singleElement().asString().contains("GPU-1", "answers again");
	}

	@Test
	void theOneThatIsGoneIsNamedWhereAnotherTakesItsIndex(CapturedOutput output) throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(2);
		NvmlGpus reader = nvml.reader();
		reader.read();
		nvml.gpu(0, "uuid", "GPU-1").set("count", 1);
		assertThat(reader.read()).extracting((gpu) -> gpu.identity().uuid()).containsExactly("GPU-1");
		assertThat(lines(output, "WARN")).singleElement().asString().contains("GPU-0", "is gone");
	}

	@Test
	void aGpuThatComesAndGoesIsSaidThreeTimes(CapturedOutput output) throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(2);
		NvmlGpus reader = nvml.reader();
		for (int i = 0; i < 60; i++) {
			nvml.set("count", 2 - i % 2);
			reader.read();
		}
		assertThat(lines(output, "(WARN|INFO)")).hasSize(3);
	}

	@Test
	void whatAGpuRefusesIsSaidOnceWhoeverComesAndGoes(CapturedOutput output) throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(2).gpu(0, "code.nvmlDeviceGetUtilizationRates", 4);
		NvmlGpus reader = nvml.reader();
		for (int i = 0; i < 10; i++) {
			nvml.set("count", 2 - i % 2);
			reader.read();
		}
		assertThat(lines(output, "WARN")).filteredOn((line) -> line.contains("no series of"))
			.singleElement()
			.asString()
			.contains("GPU-0", "nvmlDeviceGetUtilizationRates");
	}

	@Test
	void aGpuThatIsOpenedLaterAnswersAgain(CapturedOutput output) throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(2).gpu(1, "handle", 15).write();
		NvmlGpus reader = nvml.reader();
		reader.read();
		assertThat(lines(output, "WARN")).singleElement().asString().contains("GPU 1 gives no values");
		nvml.without(1, "handle");
		assertThat(reader.read()).hasSize(2);
		assertThat(lines(output, "INFO")).singleElement().asString().contains("GPU-1", "answers again");
	}

	@Test
	void theSourceIsDownWhereNoGpuIsLeft(CapturedOutput output) {
		MockClock clock = new MockClock();
		MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
		FakeNvml nvml = new FakeNvml(this.folder).gpus(2);
		GpuReader found = GpuReaders.of(properties(GpuProperties.Source.NVML, nvml.library(), this.folder),
				this.folder);
		try (GpuSource source = new GpuSource(found, INTERVAL, DaemonThreads.ofCaller());
				Sampler sampler = new Sampler(new Meters(registry), INTERVAL)) {
			sampler.add(source);
			Awaitility.await().until(() -> registry.find("gpu.info").gauges().size() == 2);
			nvml.set("count", 0);
			clock.add(INTERVAL);
			Awaitility.await().until(() -> errors(registry) == 1);
			clock.add(INTERVAL);
			Awaitility.await().until(() -> errors(registry) == 2);
			assertThat(registry.get("emp.metrics.source.up").tag("source", "gpu").gauge().value()).isZero();
			assertThat(lines(output, "WARN")).singleElement().asString().contains("GPU-0", "GPU-1");
			assertThat(lines(output, "INFO")).singleElement().asString().contains("GPUs are read by nvml: 2.");
		}
		nvml.awaitShutdown();
	}

	@Test
	void nvidiaSmiAndCardsThatAreNamedRememberWhatIsGone() throws Exception {
		new FakeSmi(this.folder).with(FakeSmi.gpu(0, "A")).reader();
		Path program = this.folder.resolve("nvidia-smi");
		GpuReader smi = GpuReaders.of(properties(GpuProperties.Source.NVIDIA_SMI, program, this.folder), this.folder);
		assertThat(smi.read()).hasSize(1);
		new FakeSmi(this.folder).saying("No devices were found").exiting(6).reader();
		assertStaysGone(smi);
		AmdTree tree = new AmdTree(this.folder.resolve("drm")).card("card0");
		GpuReader amd = GpuReaders.of(properties(GpuProperties.Source.AMD, program, this.folder.resolve("drm")),
				this.folder);
		assertThat(amd.read()).hasSize(1);
		tree.remove("card0", "");
		amd.read();
		assertStaysGone(amd);
	}

	private static void assertStaysGone(GpuReader reader) {
		for (int i = 0; i < 3; i++) {
			assertThatIOException().isThrownBy(reader::read).withMessageContaining("no GPU any more");
		}
	}

	@Test
	void nvidiaSmiSaysWhatVanishesToo(CapturedOutput output) throws Exception {
		NvidiaSmi reader = new FakeSmi(this.folder).with(FakeSmi.gpu(0, "A")).with(FakeSmi.gpu(1, "B")).reader();
		String second = reader.read().get(1).identity().uuid();
		// the program is another from now on
		new FakeSmi(this.folder).with(FakeSmi.gpu(0, "A")).reader();
		assertThat(reader.read()).hasSize(1);
		assertThat(lines(output, "WARN")).singleElement().asString().contains("GPU 1", second, "is gone");
		new FakeSmi(this.folder).saying("No devices were found").exiting(6).reader();
		assertThatIOException().isThrownBy(reader::read).withMessageContaining("no GPU any more");
	}

	@Test
	void anAmdCardThatVanishesIsNamed(CapturedOutput output) throws IOException {
		AmdTree tree = new AmdTree(this.folder);
		tree.card("card0").card("card1").write("card1", "unique_id", "a1b2");
		AmdGpus gpus = new AmdGpus(this.folder, new KnownGpus());
		gpus.read();
		tree.remove("card1", "");
		gpus.read();
		assertThat(gpus.read()).hasSize(1);
		assertThat(lines(output, "WARN")).singleElement().asString().contains("a1b2", "is gone");
	}

	@Test
	void findsNvmlWhereLinuxRunsWithinWindows() throws Exception {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(2);
		GpuReader reader = GpuReaders.of(properties(nvml.library().toString()), this.folder);
		assertThat(reader.note()).isEqualTo("none found");
		assertThat(reader.read()).isEmpty();
		touch("dev/dxg");
		assertThat(reader.read()).hasSize(2);
		assertThat(reader.note()).isNull();
		reader.close();
	}

	@Test
	void aGpuOfWindowsThatIsNotOfNvidiaIsNothingToSay(CapturedOutput output) throws Exception {
		touch("dev/dxg");
		GpuReader reader = GpuReaders.of(properties("libnvidia-ml-of-nobody.so.1"), this.folder);
		assertThat(reader.note()).isEqualTo("none found yet");
		assertThat(reader.read()).isEmpty();
		assertThat(reader.read()).isEmpty();
		assertThat(reader.note()).isEqualTo("none found");
		assertThat(output.getOut()).doesNotContain("GPU");
	}

	@Test
	void loadsTheLibraryOfWindowsThatTheLoaderDoesNotKnow() throws Exception {
		Path wsl = Files.createDirectories(this.folder.resolve("usr/lib/wsl/lib"));
		FakeNvml nvml = new FakeNvml(wsl).gpus(2);
		Files.copy(nvml.library(), wsl.resolve("libnvidia-ml-unknown.so.1"));
		GpuReader reader = GpuReaders.of(properties("libnvidia-ml-unknown.so.1"), this.folder);
		assertThat(reader.read()).hasSize(2);
		reader.close();
	}

	private static double errors(MeterRegistry registry) {
		return registry.find("emp.metrics.source.errors").counters().stream().mapToDouble(Counter::count).sum();
	}

	private void touch(String file) throws IOException {
		Path path = this.folder.resolve(file);
		Files.createDirectories(path.getParent());
		Files.createFile(path);
	}

	private GpuProperties properties(String library) {
		return new GpuProperties(true, null, GpuProperties.Source.AUTO, library, "/no/such/program",
				this.folder.resolve("drm").toString());
	}

	private static GpuProperties properties(GpuProperties.Source source, Path file, Path drm) {
		return new GpuProperties(true, null, source, file.toString(), file.toString(), drm.toString());
	}

	private static List<String> lines(CapturedOutput output, String level) {
		return output.getOut().lines().filter((line) -> line.matches(".* " + level + " .*")).toList();
	}

}
