package dev.emp.metrics.gpu;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.emp.metrics.support.DaemonThreads;
import dev.emp.metrics.support.Looks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests that energy and errors are those of the GPU that is behind an index, and only
 * what comes while it is there.
 */
class GpuCountersTests {

	private static final long MUCH = 9_000_000_000L;

	private static final String FIRST = "0000:03:00.0";

	private static final String SECOND = "0000:83:00.0";

	@TempDir
	private Path folder;

	@TempDir
	private Path drm;

	private @Nullable GpuSource source;

	private @Nullable FakeNvml nvml;

	@AfterEach
	void close() {
		if (this.source != null) {
			this.source.close();
		}
		if (this.nvml != null) {
			this.nvml.awaitShutdown();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void anotherGpuBehindAnIndexBringsNoHistory(int count) throws Exception {
		FakeNvml nvml = nvml(2);
		Looks<?> looks = looks(nvml.reader());
		gpu(nvml, 0, "GPU-A", 1_000_000, 0);
		gpu(nvml, 1, "GPU-B", MUCH, 500).write();
		looks.next();
		gpu(nvml, 0, "GPU-A", 1_004_000, 1).write();
		looks.next();
		assertThat(energy(looks, "0")).isEqualTo(4);
		gpu(nvml, 0, "GPU-B", MUCH, 500).set("count", count);
		looks.next();
		assertThat(energy(looks, "0")).as("the series goes on").isEqualTo(4);
		assertThat(uncorrected(looks, "0")).isOne();
		gpu(nvml, 0, "GPU-B", MUCH + 3_000, 502).write();
		looks.next();
		assertThat(energy(looks, "0")).isEqualTo(7);
		assertThat(uncorrected(looks, "0")).isEqualTo(3);
	}

	@Test
	void aGpuThatDoesNotSayWhoItIsCountsNothing() throws Exception {
		FakeNvml nvml = nvml(1);
		Looks<?> looks = looks(nvml.reader());
		gpu(nvml, 0, "GPU-A", 1_000_000, 1).write();
		looks.next();
		for (int errors = 500; errors < 502; errors++) {
			gpu(nvml, 0, "GPU-B", 1_009_000, errors).gpu(0, "code.nvmlDeviceGetUUID", 999).write();
			looks.next();
			assertThat(uncorrected(looks, "0")).isNaN();
			assertThat(energy(looks, "0")).isNaN();
			assertThat(looks.value("gpu.temperature", "gpu.index", "0")).isEqualTo(64);
		}
		gpu(nvml, 0, "GPU-B", 1_010_000, 510).without(0, "code.nvmlDeviceGetUUID");
		looks.next();
		assertThat(uncorrected(looks, "0")).isZero();
		gpu(nvml, 0, "GPU-A", 1_004_000, 4).write();
		looks.next();
		assertThat(uncorrected(looks, "0")).as("it counts on from where it was known").isEqualTo(3);
	}

	@Test
	void aGpuThatNeverSaysWhoItIsCounts() throws Exception {
		FakeNvml nvml = nvml(1);
		Looks<?> looks = looks(nvml.reader());
		for (int errors : new int[] { 1, 4 }) {
			gpu(nvml, 0, "GPU-A", 1_000_000, errors).gpu(0, "code.nvmlDeviceGetUUID", 3).write();
			looks.next();
		}
		assertThat(uncorrected(looks, "0")).isEqualTo(3);
	}

	@Test
	void aGpuThatIsAwayForALookCountsOn() throws Exception {
		FakeNvml nvml = nvml(2);
		Looks<?> looks = looks(nvml.reader());
		gpu(nvml, 0, "GPU-0", 1_000_000, 0).write();
		looks.next();
		nvml.gpu(0, "code", 15).gpu(0, "handle", 15).write();
		looks.next();
		assertThat(energy(looks, "0")).isNaN();
		nvml.without(0, "code").without(0, "handle");
		gpu(nvml, 0, "GPU-0", 1_006_000, 2).write();
		looks.next();
		assertThat(energy(looks, "0")).isEqualTo(6);
		assertThat(uncorrected(looks, "0")).isEqualTo(2);
	}

	@Test
	void aDipIsNoRestartAndARestartNoDip() throws Exception {
		FakeNvml nvml = nvml(1);
		Looks<?> looks = looks(nvml.reader());
		for (long energy : new long[] { 900_001_000, 0, 900_002_000 }) {
			nvml.gpu(0, "energy", energy).write();
			looks.next();
		}
		assertThat(energy(looks, "0")).isEqualTo(1);
		for (long energy : new long[] { 1_000, 2_000, 5_000 }) {
			nvml.gpu(0, "energy", energy).write();
			looks.next();
		}
		assertThat(energy(looks, "0")).as("the driver was loaded again").isCloseTo(5, within(1e-9));
	}

	@Test
	void noGpuDrawsMoreThanItCan() throws Exception {
		FakeNvml nvml = nvml(1);
		Looks<?> looks = looks(nvml.reader());
		for (long energy : new long[] { 1_000_000, MUCH, 1_007_000 }) {
			nvml.gpu(0, "energy", energy).write();
			looks.next();
			assertThat(energy(looks, "0")).isEqualTo((energy == 1_007_000) ? 7 : 0);
		}
	}

	@Test
	void noGpuCountsErrorsFasterThanItCan() throws Exception {
		FakeNvml nvml = nvml(1);
		Looks<?> looks = looks(nvml.reader());
		for (long[] each : new long[][] { { 9, 7 }, { 4_294_967_295L, 1L << 52 }, { 10, 8 } }) {
			nvml.gpu(0, "replays", each[0]).gpu(0, "corrected", each[1]).gpu(0, "uncorrected", each[1]).write();
			looks.next();
		}
		for (String type : List.of("pcie_replay", "ecc_corrected", "ecc_uncorrected")) {
			assertThat(looks.count("gpu.errors", "type", type)).as(type).isEqualTo(1);
		}
	}

	@Test
	void anotherCardOfAmdBringsNoHistory() throws Exception {
		AmdTree tree = new AmdTree(this.drm).card("card0");
		Looks<?> looks = looks(new AmdGpus(this.drm, new KnownGpus()));
		looks.next();
		tree.write("card0", "unique_id", "0badcafe").write("card0", "pcie_replay_count", "700");
		looks.next();
		assertThat(looks.count("gpu.errors", "type", "pcie_replay")).isZero();
		tree.write("card0", "pcie_replay_count", "705");
		looks.next();
		assertThat(looks.count("gpu.errors", "type", "pcie_replay")).isEqualTo(5);
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "addresses have colons")
	void aCardOfAmdWithoutAnIdIsKnownByItsPlaceOnTheBus() throws Exception {
		AmdTree tree = new AmdTree(this.drm).card("card0").card("card1");
		tree.remove("card0", "unique_id").write("card0", "pcie_replay_count", "5").link("card0", FIRST);
		tree.remove("card1", "unique_id").write("card1", "pcie_replay_count", "9000").link("card1", SECOND);
		Looks<?> looks = looks(new AmdGpus(this.drm, new KnownGpus()));
		looks.next();
		tree.write("card0", "pcie_replay_count", "6");
		looks.next();
		assertThat(replays(looks, "0")).isEqualTo(1);
		tree.link("card0", SECOND).link("card1", FIRST);
		looks.next();
		tree.write("card0", "pcie_replay_count", "9003").write("card1", "pcie_replay_count", "10");
		looks.next();
		assertThat(replays(looks, "0")).isEqualTo(4);
		assertThat(replays(looks, "1")).isEqualTo(4);
	}

	private static double replays(Looks<?> looks, String index) {
		return looks.count("gpu.errors", "gpu.index", index, "type", "pcie_replay");
	}

	private FakeNvml nvml(int count) {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(count);
		this.nvml = nvml;
		return nvml;
	}

	private Looks<?> looks(GpuReader reader) {
		this.source = new GpuSource(reader, null, DaemonThreads.ofCaller());
		return new Looks<>(this.source);
	}

	private static FakeNvml gpu(FakeNvml nvml, int index, String uuid, long energy, int errors) {
		return nvml.gpu(index, "uuid", uuid).gpu(index, "energy", energy).gpu(index, "uncorrected", errors);
	}

	private static double energy(Looks<?> looks, String index) {
		return looks.count("gpu.energy", "gpu.index", index);
	}

	private static double uncorrected(Looks<?> looks, String index) {
		return looks.count("gpu.errors", "gpu.index", index, "type", "ecc_uncorrected");
	}

}
