package dev.emp.metrics.gpu;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.support.Allocations;
import dev.emp.metrics.support.DaemonThreads;
import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.Sampler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a look at GPUs may allocate.
 */
class GpuAllocationTests {

	@TempDir
	private Path folder;

	@Test
	void aRoundOfEightGpusAllocatesSixteenKilobytesAtMost() throws Exception {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(8);
		try (GpuSource source = new GpuSource(nvml.reader(), null, DaemonThreads.ofCaller())) {
			long bytes = Allocations.of(() -> source.rows(source.read()));
			System.out.println("A round of 8 GPUs allocates " + bytes + " bytes");
			assertThat(source.read()).hasSize(8);
			assertThat(bytes).isLessThan(16 << 10);
		}
		nvml.awaitShutdown();
	}

	@Test
	void gaugesAllocateNothing() throws Exception {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(2);
		MeterRegistry registry = new SimpleMeterRegistry();
		try (GpuSource source = new GpuSource(nvml.reader(), null, DaemonThreads.ofCaller());
				Sampler sampler = new Sampler(new Meters(registry), Duration.ofDays(1))) {
			sampler.add(source);
			Awaitility.await().until(() -> registry.find("gpu.info").gauges().size() == 2);
			List<Gauge> gauges = List.copyOf(registry.get("gpu.memory.used").gauges());
			Gauge first = gauges.get(0);
			Gauge clock = registry.get("gpu.clock").tag("type", "sm").gauges().iterator().next();
			double[] sum = new double[1];
			Callable<Object> scrape = () -> {
				sum[0] += first.value() + clock.value();
				return sum;
			};
			assertThat(Allocations.of(scrape)).isZero();
			assertThat(sum[0]).isPositive();
		}
		nvml.awaitShutdown();
	}

}
