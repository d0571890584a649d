package dev.emp.metrics.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.support.Allocations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AmdGpus}.
 */
class AmdGpusTests {

	@TempDir
	private Path drm;

	private AmdTree tree;

	@BeforeEach
	void createTree() {
		this.tree = new AmdTree(this.drm);
	}

	@Test
	void readsACard() throws IOException {
		this.tree.card("card0");
		GpuReading gpu = read(1).get(0);
		assertThat(gpu.identity()).isEqualTo(new GpuIdentity("0", "9f1b2c3d4e5f6071", "AMD Instinct MI210", "6.7.0"));
		assertThat(gpu.get(GpuValue.UTILIZATION)).isEqualTo(75);
		assertThat(gpu.get(GpuValue.MEMORY_UTILIZATION)).isEqualTo(40);
		assertThat(gpu.get(GpuValue.MEMORY_USED)).isEqualTo(6e9);
		assertThat(gpu.get(GpuValue.MEMORY_TOTAL)).isEqualTo(68_702_699_520.0);
		assertThat(gpu.get(GpuValue.TEMPERATURE)).isEqualTo(64);
		assertThat(gpu.get(GpuValue.POWER)).isEqualTo(212);
		assertThat(gpu.get(GpuValue.CLOCK_SM)).isEqualTo(1.7e9);
		assertThat(gpu.get(GpuValue.CLOCK_MEMORY)).isEqualTo(1.6e9);
		assertThat(gpu.get(GpuValue.ERRORS_ECC_CORRECTED)).isEqualTo(12);
		assertThat(gpu.get(GpuValue.ERRORS_ECC_UNCORRECTED)).isEqualTo(1);
		assertThat(gpu.get(GpuValue.ERRORS_PCIE_REPLAY)).isEqualTo(2);
		assertThat(gpu.get(GpuValue.THROTTLED_HW_SLOWDOWN)).isNaN();
		assertThat(gpu.get(GpuValue.ENERGY)).isNaN();
	}

	@Test
	void countsTheCardsOfAmdByNumber() throws IOException {
		this.tree.card("card10").card("card2").card("card1").write("card1", "vendor", "0x10de");
		this.tree.write("card2-DP-1", "vendor", "0x1002").write("renderD128", "vendor", "0x1002");
		this.tree.write("card2", "gpu_busy_percent", "2").write("card10", "gpu_busy_percent", "10");
		assertThat(read(2)).extracting((gpu) -> gpu.get(GpuValue.UTILIZATION)).containsExactly(2.0, 10.0);
		assertThat(read(2)).extracting((gpu) -> gpu.identity().index()).containsExactly("0", "1");
	}

	@Test
	void showsNothingOfFilesThatAreAbsent() throws IOException {
		this.tree.card("card0")
			.remove("card0", "gpu_busy_percent", "mem_info_vram_used", "hwmon", "ras", "power", "product_name",
					"unique_id", "driver");
		GpuReading gpu = read(1).get(0);
		assertThat(gpu.identity()).isEqualTo(new GpuIdentity("0", "", "0x740f", ""));
		assertThat(List.of(GpuValue.UTILIZATION, GpuValue.MEMORY_USED, GpuValue.TEMPERATURE, GpuValue.POWER,
				GpuValue.CLOCK_SM, GpuValue.ERRORS_ECC_CORRECTED))
			.allSatisfy((value) -> assertThat(gpu.get(value)).as(value.name()).isNaN());
		assertThat(gpu.get(GpuValue.MEMORY_UTILIZATION)).isEqualTo(40);
	}

	@Test
	void leavesOutACardThatTellsNothing() throws IOException {
		this.tree.write("card0", "vendor", "0x1002").card("card1");
		assertThat(read(1).get(0).identity().index()).as("the other keeps its index").isEqualTo("1");
	}

	@Test
	void showsNothingOfFilesThatCannotBeRead() throws IOException {
		this.tree.card("card0").remove("card0", "gpu_busy_percent");
		// the kernel answers an error to whoever reads it, as of a card that sleeps
		Files.createDirectory(this.tree.path("card0", "gpu_busy_percent"));
		GpuReading gpu = read(1).get(0);
		assertThat(gpu.get(GpuValue.UTILIZATION)).isNaN();
		assertThat(gpu.get(GpuValue.MEMORY_UTILIZATION)).isEqualTo(40);
	}

	@Test
	void readsOtherSensorsWhereTheUsualAreAbsent() throws IOException {
		this.tree.card("card0")
			.remove("card0", "hwmon/hwmon3/power1_average", "hwmon/hwmon3/temp1_input")
			.write("card0", "hwmon/hwmon3/power1_input", "90000000")
			.write("card0", "hwmon/hwmon3/temp2_input", "71000");
		assertThat(read(1).get(0).get(GpuValue.POWER)).isEqualTo(90);
		assertThat(read(1).get(0).get(GpuValue.TEMPERATURE)).isEqualTo(71);
	}

	@Test
	void doesNotWakeACard() throws IOException {
		this.tree.card("card0");
		AmdGpus gpus = new AmdGpus(this.drm, new KnownGpus());
		assertThat(gpus.read()).hasSize(1);
		this.tree.write("card0", "power/runtime_status", "suspended").write("card0", "mem_info_vram_total", "1");
		GpuReading gpu = gpus.read().get(0);
		assertThat(gpu.get(GpuValue.UTILIZATION)).isNaN();
		assertThat(gpu.get(GpuValue.MEMORY_USED)).isNaN();
		assertThat(gpu.get(GpuValue.ERRORS_ECC_UNCORRECTED)).isNaN();
		assertThat(gpu.get(GpuValue.MEMORY_TOTAL)).as("as it was read before").isEqualTo(68_702_699_520.0);
		this.tree.write("card0", "power/runtime_status", "active");
		assertThat(gpus.read().get(0).get(GpuValue.UTILIZATION)).isEqualTo(75);
	}

	@Test
	void saysNothingOfACardThatSleepsFromTheBeginning() throws IOException {
		this.tree.card("card0").write("card0", "power/runtime_status", "suspended");
		read(0);
	}

	@Test
	void looksAnewForCardsWhenOneIsGone() throws IOException {
		this.tree.card("card0").card("card1");
		AmdGpus gpus = new AmdGpus(this.drm, new KnownGpus());
		assertThat(gpus.read()).hasSize(2);
		this.tree.remove("card0", "");
		gpus.read();
		assertThat(gpus.read()).extracting((gpu) -> gpu.identity().index()).containsExactly("0");
	}

	@Test
	void findsTheSensorsWhereTheyMovedTo() throws IOException {
		this.tree.card("card0");
		AmdGpus gpus = new AmdGpus(this.drm, new KnownGpus());
		gpus.read();
		this.tree.remove("card0", "hwmon/hwmon3").write("card0", "hwmon/hwmon5/temp1_input", "50000");
		assertThat(gpus.read().get(0).get(GpuValue.TEMPERATURE)).isNaN();
		assertThat(gpus.read().get(0).get(GpuValue.TEMPERATURE)).isEqualTo(50);
	}

	@Test
	void seesANewCardInTheEnd() throws IOException {
		this.tree.card("card0");
		AmdGpus gpus = new AmdGpus(this.drm, new KnownGpus());
		gpus.read();
		this.tree.card("card1");
		for (int i = 0; i < 19; i++) {
			assertThat(gpus.read()).as("the list is kept").hasSize(1);
		}
		assertThat(gpus.read()).hasSize(2);
	}

	@Test
	void findsNoCardWhereThereIsNone() throws IOException {
		this.tree.card("card0").write("card0", "vendor", "0x8086");
		assertThat(AmdGpus.isPresent(this.drm)).isFalse();
		read(0);
		this.tree.card("card1");
		assertThat(AmdGpus.isPresent(this.drm)).isTrue();
	}

	@Test
	void tellsThatNoCardsAreListed() {
		Path absent = this.drm.resolve("absent");
		assertThat(AmdGpus.isPresent(absent)).isFalse();
		assertThatExceptionOfType(IOException.class).isThrownBy(new AmdGpus(absent, new KnownGpus())::read)
			.withMessageContaining("No graphics cards are listed at " + absent)
			.withMessageContaining("emp.metrics.gpu.source");
	}

	@Test
	void readsNoMoreThan64Cards() throws IOException {
		for (int i = 0; i < 70; i++) {
			this.tree.write("card" + i, "vendor", "0x1002").write("card" + i, "gpu_busy_percent", "1");
		}
		read(64);
	}

	@Test
	void allocatesLittle() throws Exception {
		for (int i = 0; i < 8; i++) {
			this.tree.card("card" + i);
		}
		AmdGpus gpus = new AmdGpus(this.drm, new KnownGpus());
		assertThat(Allocations.of(gpus::read)).as("with looking for cards each 20th time").isLessThan(36 * 1024);
	}

	private List<GpuReading> read(int cards) throws IOException {
		List<GpuReading> readings = new AmdGpus(this.drm, new KnownGpus()).read();
		assertThat(readings).hasSize(cards);
		return readings;
	}

}
