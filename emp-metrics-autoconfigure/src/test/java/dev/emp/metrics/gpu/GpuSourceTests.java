package dev.emp.metrics.gpu;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.emp.metrics.support.DaemonThreads;
import dev.emp.metrics.support.Meters;
import dev.emp.metrics.support.Sampler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GpuSource}.
 */
@Timeout(120)
class GpuSourceTests {

	private static final Duration INTERVAL = Duration.ofSeconds(30);

	private static final int HANG = Integer.getInteger("emp.test.hang", 3000);

	@TempDir
	private Path folder;

	private final MockClock clock = new MockClock();

	private final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final Sampler sampler = new Sampler(new Meters(this.registry), INTERVAL);

	@Test
	void eachGpuHasItsSeries() {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(2);
		try (GpuSource source = new GpuSource(nvml.reader(), INTERVAL, DaemonThreads.ofCaller()); this.sampler) {
			this.sampler.add(source);
			Awaitility.await().until(() -> this.registry.find("gpu.info").gauges().size() == 2);
			assertThat(gauge("gpu.utilization", "0")).isEqualTo(75);
			assertThat(gauge("gpu.utilization", "1")).isEqualTo(74);
			assertThat(this.registry.get("gpu.info")
				.tags("gpu.index", "1", "gpu.uuid", "GPU-1", "gpu.name", "NVIDIA H100 80GB HBM3", "driver", "550.54.15")
				.gauge()
				.value()).isOne();
			assertThat(this.registry.get("gpu.energy").counters()).hasSize(2)
				.allSatisfy((counter) -> assertThat(counter.count()).isZero());
			nvml.gpu(0, "energy", 1234567 + 5000).gpu(0, "replays", 2).gpu(1, "code", 15).gpu(1, "handle", 15).write();
			this.clock.add(INTERVAL);
			Awaitility.await().until(() -> this.registry.find("gpu.info").gauges().size() == 1);
			assertThat(this.registry.get("gpu.energy").counter().count()).isEqualTo(5);
			assertThat(this.registry.get("gpu.errors").tag("type", "pcie_replay").counter().count())
				.as("went back, since the driver was loaded again")
				.isZero();
		}
		nvml.awaitShutdown();
	}

	@Test
	void aDriverThatHangsCostsItsOwnSeriesAndComesBack() {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(1);
		try (GpuSource source = new GpuSource(nvml.reader(), INTERVAL, DaemonThreads.ofCaller()); this.sampler) {
			this.sampler.add(source);
			Awaitility.await().until(() -> this.registry.find("gpu.utilization").gauge() != null);
			nvml.set("hang", HANG);
			this.clock.add(INTERVAL);
			Awaitility.await().until(nvml::isAsked);
			this.clock.add(Duration.ofSeconds(10));
			Awaitility.await().until(() -> up() == 0);
			assertThat(gauge("gpu.utilization", "0")).as("is not stale yet").isEqualTo(75);
			this.clock.add(INTERVAL.multipliedBy(3));
			Awaitility.await().until(() -> this.registry.find("gpu.utilization").gauge() == null);
			nvml.gpu(0, "gpu", 12).set("hang", 0);
			Awaitility.await().atMost(Duration.ofMillis(HANG + 20_000L)).until(() -> {
				this.clock.add(Duration.ofSeconds(5));
				return up() == 1;
			});
			assertThat(gauge("gpu.utilization", "0")).isEqualTo(12);
			assertThat(nvml.calls()).containsExactly("init");
		}
		nvml.awaitShutdown();
	}

	@Test
	void closesAtOnceWhileTheDriverHangs() {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(1).set("hang", 2000);
		GpuSource source = new GpuSource(nvml.reader(), INTERVAL, DaemonThreads.ofCaller());
		this.sampler.add(source);
		Awaitility.await().until(nvml::isAsked);
		source.close();
		this.sampler.close();
		assertThat(nvml.calls()).as("the reading has not ended").doesNotContain("shutdown");
		nvml.awaitShutdown();
	}

	@Test
	void letsGoOfTheDriverAndKeepsTheLastReading() throws Exception {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(1);
		GpuSource source = new GpuSource(nvml.reader(), INTERVAL, DaemonThreads.ofCaller());
		List<GpuReading> readings = source.read();
		source.close();
		source.close();
		nvml.awaitShutdown();
		assertThat(source.read()).isSameAs(readings);
		assertThat(nvml.calls()).containsExactly("init", "shutdown");
	}

	@Test
	void closesWhatWasNeverUsedWithoutAThread() {
		FakeNvml nvml = new FakeNvml(this.folder).gpus(1);
		// another test's may not have ended yet
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		new GpuSource(nvml.reader(), INTERVAL, DaemonThreads.ofCaller()).close();
		assertThat(Thread.getAllStackTraces().keySet())
			.filteredOn((thread) -> thread.getName().equals("emp-metrics-gpu-close"))
			.isSubsetOf(before);
		assertThat(nvml.calls()).isEmpty();
	}

	private double gauge(String name, String index) {
		return this.registry.get(name).tag("gpu.index", index).gauge().value();
	}

	private double up() {
		return this.registry.get("emp.metrics.source.up").tag("source", "gpu").gauge().value();
	}

}
