package dev.emp.metrics.gpu;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GpuAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class GpuAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, GpuAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withPropertyValues("emp.metrics.gpu.interval=1s");

	@TempDir
	private Path folder;

	@Test
	void readsTheLibraryThatIsNamed() {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(2);
		this.runner.withPropertyValues("emp.metrics.gpu.source=nvml", "emp.metrics.gpu.nvml-library=" + nvml.library())
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				Awaitility.await().until(() -> registry.find("gpu.memory.used").gauges().size() == 2);
				assertThat(gpuMeters(registry)).containsExactlyInAnyOrder("gpu.utilization", "gpu.memory.used",
						"gpu.memory.total");
				assertThat(registry.find("emp.metrics.source.up").meters()).isEmpty();
			});
		Awaitility.await().until(() -> nvml.calls().equals(List.of("init", "shutdown")));
	}

	@Test
	void hasAllMetersWhereTheyAreAskedFor() {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(2);
		this.runner
			.withPropertyValues("emp.metrics.gpu.source=nvml", "emp.metrics.gpu.nvml-library=" + nvml.library(),
					"management.metrics.enable.gpu=true")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				Awaitility.await().until(() -> registry.find("gpu.memory.used").gauges().size() == 2);
				assertThat(gpuMeters(registry)).containsExactlyInAnyOrderElementsOf(
						Stream.of(GpuMeters.values()).map((meter) -> meter.spec().name()).toList());
				assertThat(registry.get("gpu.clock").tags("gpu.index", "0", "type", "sm").gauge().value())
					.isEqualTo(1980e6);
			});
		nvml.awaitShutdown();
	}

	@Test
	void aSourceThatIsNamedAndDoesNotWorkIsOneWarning(CapturedOutput output) {
		this.runner.withPropertyValues("emp.metrics.gpu.source=nvml", "emp.metrics.gpu.nvml-library=/no/such/lib.so")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				Awaitility.await().until(() -> errors(registry) >= 2);
				assertThat(registry.get("emp.metrics.source.up").tag("source", "gpu").gauge().value()).isZero();
				assertThat(gpuMeters(registry)).isEmpty();
			});
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.contains("/no/such/lib.so", "NVIDIA_DRIVER_CAPABILITIES")
			.doesNotContain("..");
	}

	@Test
	void readsNothingWhereNothingIsWanted() {
		this.runner.withPropertyValues("emp.metrics.gpu.source=none").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(GpuSource.class).read()).isEmpty();
		});
	}

	@Test
	void takesWhatIsEmptyForWhatIsUsual() {
		this.runner
			.withPropertyValues("emp.metrics.gpu.nvml-library=", "emp.metrics.gpu.nvidia-smi=",
					"emp.metrics.gpu.drm-path=")
			.run((context) -> assertThat(context.getBean(GpuProperties.class))
				.isEqualTo(new GpuProperties(true, Duration.ofSeconds(1), GpuProperties.Source.AUTO,
						"libnvidia-ml.so.1", "nvidia-smi", "/sys/class/drm")));
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("emp.metrics.gpu.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("empGpuSources"));
	}

	@ParameterizedTest
	@CsvSource({ "source, cuda", "drm-path, sys/class/drm", "nvml-library, a\0b", "nvidia-smi, a\0b" })
	void refusesWhatCannotWork(String property, String value) {
		this.runner.withPropertyValues("emp.metrics.gpu." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining(value)
				.satisfies((cause) -> assertThat(cause.getMessage())
					.containsPattern("emp.metrics.gpu." + property + "|enum constant")));
	}

	private static Set<String> gpuMeters(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.map((meter) -> meter.getId().getName())
			.filter((name) -> name.startsWith("gpu."))
			.collect(Collectors.toSet());
	}

	private static double errors(MeterRegistry registry) {
		var counter = registry.find("emp.metrics.source.errors").tag("source", "gpu").counter();
		return (counter != null) ? counter.count() : 0;
	}

}
