package dev.emp.metrics.gpu;

import java.nio.file.Path;
import java.util.List;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NvmlGpus} with a library that is not NVIDIA's.
 */
@ExtendWith(OutputCaptureExtension.class)
class NvmlGpusTests {

	@TempDir
	private Path folder;

	@Test
	void readsEveryValueOfTwoGpus() throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(2);
		List<GpuReading> readings = nvml.reader().read();
		assertThat(readings).extracting(GpuReading::identity)
			.containsExactly(new GpuIdentity("0", "GPU-0", "NVIDIA H100 80GB HBM3", "550.54.15"),
					new GpuIdentity("1", "GPU-1", "NVIDIA H100 80GB HBM3", "550.54.15"));
		GpuReading first = readings.get(0);
		assertThat(GpuValue.values()).allSatisfy((value) -> assertThat(first.get(value)).isNotNaN());
		assertThat(first.get(GpuValue.UTILIZATION)).isEqualTo(75);
		assertThat(readings.get(1).get(GpuValue.UTILIZATION)).isEqualTo(74);
		assertThat(first.get(GpuValue.MEMORY_UTILIZATION)).isEqualTo(40);
		assertThat(first.get(GpuValue.ENCODER_UTILIZATION)).isEqualTo(3);
		assertThat(first.get(GpuValue.DECODER_UTILIZATION)).isEqualTo(5);
		assertThat(first.get(GpuValue.MEMORY_TOTAL)).isEqualTo(85899345920.0);
		assertThat(first.get(GpuValue.MEMORY_USED)).isEqualTo(6e9);
		assertThat(first.get(GpuValue.TEMPERATURE)).isEqualTo(64);
		assertThat(first.get(GpuValue.POWER)).isCloseTo(412.345, Offset.offset(1e-9));
		assertThat(first.get(GpuValue.CLOCK_SM)).isEqualTo(1980e6);
		assertThat(first.get(GpuValue.CLOCK_MEMORY)).isEqualTo(2619e6);
		assertThat(first.get(GpuValue.ENERGY)).isCloseTo(1234.567, Offset.offset(1e-9));
		assertThat(first.get(GpuValue.ERRORS_ECC_CORRECTED)).isEqualTo(7);
		assertThat(first.get(GpuValue.ERRORS_ECC_UNCORRECTED)).isEqualTo(1);
		assertThat(first.get(GpuValue.ERRORS_PCIE_REPLAY)).isEqualTo(9);
	}

	@ParameterizedTest
	@CsvSource({ "0x4, THROTTLED_SW_POWER_CAP", "0x8, THROTTLED_HW_SLOWDOWN", "0x10, THROTTLED_SYNC_BOOST",
			"0x20, THROTTLED_SW_THERMAL_SLOWDOWN", "0x40, THROTTLED_HW_THERMAL_SLOWDOWN",
			"0x80, THROTTLED_HW_POWER_BRAKE_SLOWDOWN" })
	void tellsEachReasonToThrottleFromTheOthers(String bits, GpuValue expected) throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(1).gpu(0, "reasons", bits).write();
		GpuReading reading = nvml.reader().read().get(0);
		assertThat(GpuValue.values()).filteredOn((value) -> value.definition() == GpuMeters.THROTTLED)
			.hasSize(6)
			.allSatisfy(
					(value) -> assertThat(reading.get(value)).as("%s", value).isEqualTo((value == expected) ? 1 : 0));
	}

	@Test
	void idleAndClocksThatWereSetAreNoThrottling() throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(1).gpu(0, "reasons", "0x103").write();
		GpuReading reading = nvml.reader().read().get(0);
		assertThat(GpuValue.values()).filteredOn((value) -> value.definition() == GpuMeters.THROTTLED)
			.allSatisfy((value) -> assertThat(reading.get(value)).isZero());
	}

	@ParameterizedTest
	@CsvSource({ "nvmlDeviceGetUtilizationRates, UTILIZATION", "nvmlDeviceGetEncoderUtilization, ENCODER_UTILIZATION",
			"nvmlDeviceGetDecoderUtilization, DECODER_UTILIZATION", "nvmlDeviceGetPowerUsage, POWER",
			"nvmlDeviceGetClockInfo, CLOCK_SM", "nvmlDeviceGetTotalEnergyConsumption, ENERGY",
			"nvmlDeviceGetTotalEccErrors, ERRORS_ECC_CORRECTED", "nvmlDeviceGetPcieReplayCounter, ERRORS_PCIE_REPLAY" })
	void aFunctionThatIsMissingCostsItsOwnValues(String function, GpuValue value) throws GpuException {
		GpuReading reading = new FakeNvml(this.folder, function).gpus(1).reader().read().get(0);
		assertThat(reading.get(value)).isNaN();
		assertThat(reading.get(GpuValue.TEMPERATURE)).isEqualTo(64);
		assertThat(reading.get(GpuValue.MEMORY_USED)).isEqualTo(6e9);
	}

	@Test
	void takesOlderAndNewerFunctionsForThoseThatAreMissing() throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder, "nvmlDeviceGetMemoryInfo_v2", "nvmlDeviceGetTemperature",
				"nvmlDeviceGetCurrentClocksEventReasons")
			.gpus(1);
		GpuReading reading = nvml.reader().read().get(0);
		assertThat(reading.get(GpuValue.MEMORY_USED)).as("with what is reserved").isEqualTo(6e9 + 536870912);
		assertThat(reading.get(GpuValue.TEMPERATURE)).isEqualTo(64);
		assertThat(reading.get(GpuValue.THROTTLED_SW_POWER_CAP)).isOne();
	}

	@Test
	void needsNeitherNamesNorAVersion() throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder, "nvmlDeviceGetName", "nvmlDeviceGetUUID", "nvmlShutdown",
				"nvmlSystemGetDriverVersion")
			.gpus(1);
		NvmlGpus reader = nvml.reader();
		assertThat(reader.read().get(0).identity()).isEqualTo(new GpuIdentity("0", "", "", ""));
		reader.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "nvmlInit_v2", "nvmlDeviceGetCount_v2" })
	void namesAFunctionWithoutWhichNothingWorks(String function) {
		NvmlGpus reader = new FakeNvml(this.folder, function).gpus(1).reader();
		assertThatExceptionOfType(GpuException.class).isThrownBy(reader::read)
			.withMessageContaining(function)
			.withMessageContaining("too old");
	}

	@ParameterizedTest
	@CsvSource({ "9, modprobe nvidia", "12, NVIDIA_DRIVER_CAPABILITIES", "18, different versions", "17, /dev/nvidia",
			"999, dmesg", "4242, error 4242" })
	void saysWhyItCannotBeInitialisedAndTriesAgain(int code, String remedy) throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(1).set("init", code);
		NvmlGpus reader = nvml.reader();
		assertThatExceptionOfType(GpuException.class).isThrownBy(reader::read)
			.withMessageContaining("nvmlInit_v2")
			.withMessageContaining(remedy);
		nvml.set("init", 0);
		assertThat(reader.read()).hasSize(1);
	}

	@Test
	void isInitialisedOnceAndShutDownOnce() throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(2);
		NvmlGpus reader = nvml.reader();
		reader.read();
		reader.read();
		assertThat(nvml.calls()).containsExactly("init");
		reader.close();
		reader.close();
		assertThat(nvml.calls()).containsExactly("init", "shutdown");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 9, 18 })
	void aDriverThatIsGoneIsInitialisedAgainWhenItIsBack(int code) throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(2);
		NvmlGpus reader = nvml.reader();
		reader.read();
		nvml.set("all", code);
		assertThatExceptionOfType(GpuException.class).isThrownBy(reader::read)
			.withMessageContaining("NVML error " + code);
		nvml.set("all", 0);
		assertThat(reader.read()).hasSize(2);
		assertThat(nvml.calls()).containsExactly("init", "shutdown", "init");
	}

	@ParameterizedTest
	@ValueSource(ints = { 15, 16, 999, 6, 2 })
	void aGpuThatIsLostCostsItsOwnSeriesAndIsSaidOnce(int code, CapturedOutput output) throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(2);
		NvmlGpus reader = nvml.reader();
		reader.read();
		nvml.gpu(1, "code", code).gpu(1, "handle", code).write();
		assertThat(reader.read()).singleElement().extracting((gpu) -> gpu.identity().index()).isEqualTo("0");
		reader.read();
		assertThat(lines(output, "WARN")).singleElement().asString().contains("GPU 1", "GPU-1", "NVML error " + code);
		nvml.gpu(1, "code", 0).gpu(1, "handle", 0).write();
		assertThat(reader.read()).hasSize(2);
		reader.read();
		assertThat(lines(output, "INFO")).singleElement().asString().contains("GPU 1", "answers again");
	}

	@Test
	void anotherGpuInThePlaceOfALostOneIsAnother(CapturedOutput output) throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(2);
		NvmlGpus reader = nvml.reader();
		reader.read();
		nvml.gpu(1, "code", 15).gpu(1, "handle", 15).write();
		reader.read();
		nvml.gpu(1, "code", 0).gpu(1, "handle", 0).gpu(1, "uuid", "GPU-new").write();
		assertThat(reader.read()).extracting((gpu) -> gpu.identity().uuid()).containsExactly("GPU-0", "GPU-new");
		assertThat(lines(output, "WARN")).singleElement().asString().contains("GPU-1");
		assertThat(lines(output, "INFO")).as("GPU-1 stays lost").isEmpty();
	}

	@Test
	void failsWhereNoGpuAnswers(CapturedOutput output) throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(1).gpu(0, "code", 15).write();
		NvmlGpus reader = nvml.reader();
		assertThatExceptionOfType(GpuException.class).isThrownBy(reader::read)
			.withMessageContaining("GPU 0")
			.withMessageContaining("fallen off the bus");
		assertThat(lines(output, "WARN")).isEmpty();
		nvml.gpu(0, "code", 0).write();
		assertThat(reader.read()).hasSize(1);
	}

	@Test
	void oneQuestionThatFailsCostsItsOwnValue() throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(1).gpu(0, "code.nvmlDeviceGetPowerUsage", 999).write();
		NvmlGpus reader = nvml.reader();
		assertThat(reader.read().get(0).get(GpuValue.POWER)).isNaN();
		assertThat(reader.read().get(0).get(GpuValue.TEMPERATURE)).isEqualTo(64);
		nvml.gpu(0, "code.nvmlDeviceGetPowerUsage", 0).write();
		assertThat(reader.read().get(0).get(GpuValue.POWER)).isPositive();
	}

	@Test
	void whatTheProcessMayNotAskIsSaidOnce(CapturedOutput output) throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(1).gpu(0, "code.nvmlDeviceGetPcieReplayCounter", 4).write();
		NvmlGpus reader = nvml.reader();
		reader.read();
		assertThat(reader.read().get(0).get(GpuValue.ERRORS_PCIE_REPLAY)).isNaN();
		assertThat(lines(output, "WARN")).singleElement().asString().contains("nvmlDeviceGetPcieReplayCounter");
	}

	@Test
	void aGpuThatSupportsNothingIsThere() throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpu(0, "uuid", "GPU-0").set("count", 1);
		GpuReading reading = nvml.reader().read().get(0);
		assertThat(reading.identity().uuid()).isEqualTo("GPU-0");
		assertThat(GpuValue.values()).allSatisfy((value) -> assertThat(reading.get(value)).isNaN());
	}

	@Test
	void findsGpusThatComeAndGo() throws GpuException {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(2).set("count", 0);
		NvmlGpus reader = nvml.reader();
		assertThat(reader.read()).isEmpty();
		nvml.set("count", 2);
		assertThat(reader.read()).hasSize(2);
		nvml.set("count", 1);
		assertThat(reader.read()).hasSize(1);
	}

	@Test
	void namesTheRemedyWhereTheLibraryIsMissing() {
		NvmlGpus reader = new NvmlGpus("libnvidia-ml-of-nobody.so.1", Path.of("/"), new KnownGpus());
		assertThatExceptionOfType(GpuException.class).isThrownBy(reader::read)
			.withMessageContaining("libnvidia-ml-of-nobody.so.1")
			.withMessageContaining("No such file")
			.withMessageContaining("NVIDIA_DRIVER_CAPABILITIES")
			.withMessageContaining("emp.metrics.gpu.nvml-library");
	}

	private static List<String> lines(CapturedOutput output, String level) {
		return output.getOut().lines().filter((line) -> line.contains(" " + level + " ")).toList();
	}

}
