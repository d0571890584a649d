package dev.emp.metrics.host;

import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link HostAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class HostAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, HostAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withPropertyValues("emp.metrics.host.interval=1s", "management.metrics.enable.system=true");

	@Test
	void metersTheMachine() {
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Awaitility.await().until(() -> registry.find("system.cpu.utilization").gauges().size() == 7);
			assertThat(registry.get("system.cpu.utilization").gauges().stream().mapToDouble(Gauge::value).sum())
				.isCloseTo(1, within(1e-3));
			assertThat(registry.get("system.memory.usage").gauges()).isNotEmpty()
				.allSatisfy((gauge) -> assertThat(gauge.value()).isNotNegative());
		});
	}

	@Test
	void readsTheProcOfTheMachineWhereItIsMounted() {
		this.runner
			.withPropertyValues("emp.metrics.host.proc-path=" + HostTree.recorded("old").proc(),
					"emp.metrics.host.disks.exclude=sr*,ram*", "emp.metrics.host.interfaces.include=eth*")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				Awaitility.await().until(() -> registry.find("system.network.io").counters().size() == 2);
				assertThat(registry.get("system.network.io").counters())
					.allSatisfy((counter) -> assertThat(counter.count()).isZero());
				assertThat(devices(registry)).containsExactly("dm-0", "sda");
				assertThat(registry.get("system.memory.usage").tag("system.memory.state", "free").gauge().value())
					.isEqualTo(1L << 30);
			});
	}

	@Test
	void anEmptyExclusionExcludesNothing() {
		this.runner
			.withPropertyValues("emp.metrics.host.proc-path=" + HostTree.recorded("old").proc(),
					"emp.metrics.host.disks.exclude=", "emp.metrics.host.interfaces.exclude=")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				Awaitility.await().until(() -> registry.find("system.network.io").counters().size() == 4);
				assertThat(devices(registry)).containsExactly("dm-0", "sda", "sr0");
			});
	}

	@Test
	void devicesBeyondTheLimitAreCounted() {
		this.runner
			.withPropertyValues("emp.metrics.host.proc-path=" + HostTree.recorded("old").proc(),
					"emp.metrics.host.limits.devices=1")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				Awaitility.await().until(() -> !registry.find("system.disk.io").counters().isEmpty());
				assertThat(devices(registry)).containsExactly("sda");
				assertThat(registry.get("emp.metrics.cardinality.overflow")
					.tags("meter", "system.disk.io", "tag", "system.device")
					.counter()
					.count()).isPositive();
			});
	}

	@Test
	void aPathThatIsNoneIsOneWarningAndNoSeries(CapturedOutput output) {
		this.runner.withPropertyValues("emp.metrics.host.proc-path=/no/such/proc").run((context) -> {
			assertThat(context).hasNotFailed();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Awaitility.await()
				.until(() -> registry.find("emp.metrics.source.errors")
					.counters()
					.stream()
					.mapToDouble(Counter::count)
					.sum() > 0);
			assertThat(registry.find("system.cpu.utilization").meters()).isEmpty();
			assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
				.asString()
				.contains("/no/such/proc", "emp.metrics.host.proc-path");
		});
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("emp.metrics.host.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("empHostSources"));
	}

	@Test
	void needsNoOshiOnLinux() {
		this.runner.withClassLoader(new FilteredClassLoader("oshi", "com.sun.jna"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void allowsAnotherReader() {
		HostReader custom = () -> new HostReading(null, new MemoryReading(8, 4, 2, -1, -1), List.of(), List.of(),
				Pressure.UNKNOWN, Pressure.UNKNOWN, Pressure.UNKNOWN);
		this.runner.withBean(HostReader.class, () -> custom).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Awaitility.await().until(() -> !registry.find("system.memory.usage").gauges().isEmpty());
			assertThat(registry.get("system.memory.usage").gauges().stream().mapToDouble(Gauge::value))
				.containsExactlyInAnyOrder(4.0, 2.0);
		});
	}

	@Test
	void refusesALimitThatAdmitsNothing() {
		this.runner.withPropertyValues("emp.metrics.host.limits.devices=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("emp.metrics.host.limits.devices"));
	}

	private static List<String> devices(MeterRegistry registry) {
		return registry.get("system.disk.io")
			.counters()
			.stream()
			.map((counter) -> String.valueOf(counter.getId().getTag("system.device")))
			.distinct()
			.sorted()
			.toList();
	}

}
