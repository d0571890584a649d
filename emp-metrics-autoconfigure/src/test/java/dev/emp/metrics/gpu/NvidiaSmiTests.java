package dev.emp.metrics.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NvidiaSmi} with a script in place of the program.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script is run")
class NvidiaSmiTests {

	private static final double MIB = 1 << 20;

	@TempDir
	private Path folder;

	@Test
	void readsWhatTwoGpusSay() throws Exception {
		FakeSmi smi = new FakeSmi(this.folder).with(FakeSmi.gpu(0, "NVIDIA H100 80GB HBM3"))
			.with(FakeSmi.gpu(1, "NVIDIA H100 80GB HBM3"));
		List<GpuReading> readings = smi.reader().read();
		assertThat(readings).extracting(GpuReading::identity)
			.containsExactly(
					new GpuIdentity("0", "GPU-11111111-2222-3333-4444-555555555550", "NVIDIA H100 80GB HBM3",
							"550.90.07"),
					new GpuIdentity("1", "GPU-11111111-2222-3333-4444-555555555551", "NVIDIA H100 80GB HBM3",
							"550.90.07"));
		assertThat(readings).extracting((gpu) -> gpu.get(GpuValue.UTILIZATION)).containsExactly(75.0, 76.0);
		assertThat(smi.runs()).isEqualTo(1);
		GpuReading gpu = readings.get(0);
		assertThat(gpu.get(GpuValue.MEMORY_UTILIZATION)).isEqualTo(40);
		assertThat(gpu.get(GpuValue.ENCODER_UTILIZATION)).isEqualTo(3);
		assertThat(gpu.get(GpuValue.DECODER_UTILIZATION)).isEqualTo(5);
		assertThat(gpu.get(GpuValue.MEMORY_USED)).isEqualTo(5723 * MIB);
		assertThat(gpu.get(GpuValue.MEMORY_TOTAL)).isEqualTo(81559 * MIB);
		assertThat(gpu.get(GpuValue.TEMPERATURE)).isEqualTo(64);
		assertThat(gpu.get(GpuValue.POWER)).isEqualTo(412.35);
		assertThat(gpu.get(GpuValue.CLOCK_SM)).isEqualTo(1.98e9);
		assertThat(gpu.get(GpuValue.CLOCK_MEMORY)).isEqualTo(2.619e9);
		assertThat(gpu.get(GpuValue.THROTTLED_SW_POWER_CAP)).isEqualTo(1);
		assertThat(gpu.get(GpuValue.THROTTLED_HW_SLOWDOWN)).isZero();
		assertThat(gpu.get(GpuValue.ERRORS_ECC_CORRECTED)).isEqualTo(7);
		assertThat(gpu.get(GpuValue.ERRORS_ECC_UNCORRECTED)).isZero();
		assertThat(gpu.get(GpuValue.ENERGY)).as("it is not told").isNaN();
	}

	@Test
	void knowsWhatIsUnknown() throws Exception {
		Map<String, String> gpu = FakeSmi.gpu(0, "[Unknown Error]");
		gpu.put("uuid", "N/A");
		gpu.put("driver_version", "[N/A]");
		gpu.put("utilization.gpu", "[N/A]");
		gpu.put("utilization.memory", "[Not Supported]");
		gpu.put("temperature.gpu", "[GPU requires reset]");
		gpu.put("power.draw", "ERR!");
		gpu.put("clocks.sm", "[Insufficient Permissions]");
		gpu.put("clocks.mem", "");
		gpu.put("memory.used", "90000");
		gpu.put("ecc.errors.corrected.volatile.total", "-1");
		GpuReading reading = new FakeSmi(this.folder).with(gpu).reader().read().get(0);
		assertThat(reading.identity()).isEqualTo(new GpuIdentity("0", "", "", ""));
		assertThat(List.of(GpuValue.UTILIZATION, GpuValue.MEMORY_UTILIZATION, GpuValue.TEMPERATURE, GpuValue.POWER,
				GpuValue.CLOCK_SM, GpuValue.CLOCK_MEMORY, GpuValue.ERRORS_ECC_CORRECTED))
			.allSatisfy((value) -> assertThat(reading.get(value)).as(value.name()).isNaN());
		assertThat(reading.get(GpuValue.MEMORY_USED)).as("more than there is").isNaN();
		assertThat(reading.get(GpuValue.MEMORY_TOTAL)).isEqualTo(81559 * MIB);
	}

	@Test
	void asksAnOldDriverForWhatItKnows() throws Exception {
		FakeSmi smi = new FakeSmi(this.folder).with(FakeSmi.oldGpu(0));
		NvidiaSmi reader = smi.reader();
		GpuReading reading = reader.read().get(0);
		assertThat(reading.get(GpuValue.UTILIZATION)).isEqualTo(75);
		assertThat(reading.get(GpuValue.ENCODER_UTILIZATION)).isNaN();
		assertThat(reading.get(GpuValue.THROTTLED_SW_POWER_CAP)).isEqualTo(1);
		assertThat(reading.get(GpuValue.THROTTLED_SYNC_BOOST)).isZero();
		assertThat(smi.runs()).as("two fields, the reasons, the answer").isEqualTo(4);
		reader.read();
		assertThat(smi.runs()).as("it remembers").isEqualTo(5);
	}

	@Test
	void asksADriverOfTomorrowByTheNewName() throws Exception {
		Map<String, String> gpu = FakeSmi.gpu(0, "NVIDIA B300");
		gpu.remove("driver_version");
		gpu.put("kmd_version", "620.10");
		assertThat(new FakeSmi(this.folder).with(gpu).reader().read().get(0).identity().driver()).isEqualTo("620.10");
	}

	@Test
	void givesUpOnADriverThatRefusesWhatAllKnow() throws Exception {
		Map<String, String> gpu = FakeSmi.gpu(0, "NVIDIA B300");
		gpu.remove("uuid");
		FakeSmi smi = new FakeSmi(this.folder).with(gpu);
		NvidiaSmi reader = smi.reader();
		assertThatExceptionOfType(IOException.class).isThrownBy(reader::read)
			.withMessageContaining("exit code 2: Field \"uuid\" is not a valid field to query.");
		assertThat(smi.runs()).isEqualTo(1);
	}

	@Test
	void asksForFewerFieldsOverSeveralReadings() throws Exception {
		Map<String, String> gpu = FakeSmi.gpu(0, "NVIDIA B300");
		gpu.keySet()
			.removeIf((
					field) -> !List.of("index", "uuid", "name", "ecc.errors.corrected.volatile.total").contains(field));
		FakeSmi smi = new FakeSmi(this.folder).with(gpu);
		NvidiaSmi reader = smi.reader();
		assertThatExceptionOfType(IOException.class).isThrownBy(reader::read)
			.withMessageContaining("not a valid field");
		assertThat(smi.runs()).isEqualTo(10);
		assertThatExceptionOfType(IOException.class).isThrownBy(reader::read);
		assertThat(reader.read().get(0).get(GpuValue.ERRORS_ECC_CORRECTED)).isEqualTo(7);
	}

	@Test
	void leavesOutAGpuThatIsLost() throws Exception {
		NvidiaSmi reader = new FakeSmi(this.folder)
			.saying("Unable to determine the device handle for GPU0: 0000:01:00.0: GPU is lost."
					+ "  Reboot the system to recover this GPU")
			.with(FakeSmi.gpu(1, "NVIDIA L40S"))
			.exiting(15)
			.reader();
		assertThat(reader.read()).extracting((gpu) -> gpu.identity().index()).containsExactly("1");
	}

	@Test
	void leavesOutAGpuOfWhichNothingIsKnown() throws Exception {
		Map<String, String> lost = FakeSmi.gpu(0, "NVIDIA L40S");
		lost.replaceAll((field, value) -> field.equals("index") ? value : "[GPU is lost]");
		NvidiaSmi reader = new FakeSmi(this.folder).with(lost).with(FakeSmi.gpu(1, "NVIDIA L40S")).reader();
		assertThat(reader.read()).extracting((gpu) -> gpu.identity().index()).containsExactly("1");
	}

	@Test
	void readsANameWithCommas() throws Exception {
		NvidiaSmi reader = new FakeSmi(this.folder).with(FakeSmi.gpu(0, "Graphics, Device, Rev. A")).reader();
		GpuReading reading = reader.read().get(0);
		assertThat(reading.identity().name()).isEqualTo("Graphics, Device, Rev. A");
		assertThat(reading.identity().driver()).isEqualTo("550.90.07");
		assertThat(reading.get(GpuValue.UTILIZATION)).isEqualTo(75);
	}

	@Test
	void findsNoGpuWhereThereIsNone() throws Exception {
		assertThat(new FakeSmi(this.folder).saying("No devices were found").exiting(6).reader().read()).isEmpty();
	}

	@Test
	void doesNotTakeLostGpusForNone() throws Exception {
		NvidiaSmi reader = new FakeSmi(this.folder)
			.saying("Unable to determine the device handle for GPU0: 0000:01:00.0: Unknown Error")
			.saying("No devices were found")
			.reader();
		assertThatExceptionOfType(IOException.class).isThrownBy(reader::read)
			.withMessageContaining("Unable to determine the device handle for GPU0");
	}

	@Test
	void tellsThatTheDriverIsNotLoaded() throws Exception {
		NvidiaSmi reader = new FakeSmi(this.folder)
			.saying("NVIDIA-SMI has failed because it could not communicate "
					+ "with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.")
			.exiting(9)
			.reader();
		assertThatExceptionOfType(IOException.class).isThrownBy(reader::read)
			.withMessageContaining("exit code 9: NVIDIA-SMI has failed because")
			.withMessageContaining("Load the NVIDIA driver");
	}

	@Test
	void tellsThatTheLibraryIsMissing() throws Exception {
		NvidiaSmi reader = new FakeSmi(this.folder).saying("NVIDIA-SMI could not find libnvidia-ml.so library")
			.exiting(12)
			.reader();
		assertThatExceptionOfType(IOException.class).isThrownBy(reader::read)
			.withMessageContaining("exit code 12: NVIDIA-SMI could not find libnvidia-ml.so library")
			.withMessageContaining("NVIDIA_DRIVER_CAPABILITIES=utility");
	}

	@Test
	void tellsLittleOfAnAnswerThatIsGarbage() throws Exception {
		String program = FakeSmi.script(this.folder, "head -c 100000 /dev/urandom; exit 3").toString();
		assertThatExceptionOfType(IOException.class).isThrownBy(new NvidiaSmi(program, new KnownGpus())::read)
			.satisfies((ex) -> assertThat(ex.getMessage()).contains("exit code 3")
				.hasSizeLessThan(500)
				.doesNotContainPattern("\\p{Cntrl}"));
	}

	@Test
	void tellsThatTheProgramIsMissing() {
		NvidiaSmi reader = new NvidiaSmi(this.folder.resolve("absent").toString(), new KnownGpus());
		assertThatExceptionOfType(IOException.class).isThrownBy(reader::read)
			.withMessageContaining("absent does not start")
			.withMessageContaining("No such file or directory")
			.withMessageContaining("Install the tools of the NVIDIA driver");
	}

	@Test
	void tellsThatTheProgramMayNotBeRun() throws Exception {
		Path program = Files.writeString(this.folder.resolve("nvidia-smi"), "#!/bin/sh\n");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(new NvidiaSmi(program.toString(), new KnownGpus())::read)
			.withMessageContaining("Permission denied");
	}

}
