package dev.emp.metrics.gpu;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that NVML and {@code nvidia-smi} say the same of real GPUs, best while something
 * runs on them. What both say is printed as the table of {@code docs/gpu.md}.
 */
@EnabledIf("hasDriver")
class RealGpuTests {

	@Test
	void agreesWithNvidiaSmi() throws Exception {
		NvidiaSmi oracle = new NvidiaSmi("nvidia-smi", new KnownGpus());
		try (NvmlGpus reader = new NvmlGpus("libnvidia-ml.so.1", Path.of("/"), new KnownGpus())) {
			// the first initialises the driver where nothing else runs
			reader.read();
			List<GpuReading> before = oracle.read();
			List<GpuReading> readings = reader.read();
			List<GpuReading> after = oracle.read();
			assertThat(readings).hasSameSizeAs(before).isNotEmpty();
			for (int i = 0; i < readings.size(); i++) {
				compare(before.get(i), readings.get(i), after.get(i));
			}
		}
	}

	private static void compare(GpuReading before, GpuReading reading, GpuReading after) {
		assertThat(reading.identity()).isEqualTo(before.identity());
		for (GpuValue value : GpuValue.values()) {
			double expected = before.get(value);
			System.out.printf("| GPU %s | %s | %s | %s to %s |%n", reading.identity().index(), value,
					reading.get(value), expected, after.get(value));
			if (!Double.isNaN(expected) && !Double.isNaN(after.get(value))) {
				double least = Math.min(expected, after.get(value));
				double most = Math.max(expected, after.get(value));
				assertThat(reading.get(value)).as("%s", value)
					.isCloseTo((least + most) / 2, Offset.offset((most - least) / 2 + tolerance(value)));
			}
		}
	}

	private static double tolerance(GpuValue value) {
		// what may change within the second that nvidia-smi takes
		return switch (value) {
			case UTILIZATION, MEMORY_UTILIZATION, ENCODER_UTILIZATION, DECODER_UTILIZATION -> 30;
			case MEMORY_USED -> 64 << 20;
			case MEMORY_TOTAL -> 1 << 20;
			case TEMPERATURE -> 3;
			case POWER -> 100;
			case CLOCK_SM, CLOCK_MEMORY -> 300e6;
			case ENERGY -> 5000;
			case ERRORS_ECC_CORRECTED, ERRORS_ECC_UNCORRECTED, ERRORS_PCIE_REPLAY -> 0;
			default -> 1;
		};
	}

	static boolean hasDriver() {
		return Files.exists(Path.of("/dev/nvidiactl"));
	}

}
