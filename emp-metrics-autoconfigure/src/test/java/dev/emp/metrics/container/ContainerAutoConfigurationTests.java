package dev.emp.metrics.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import dev.emp.metrics.support.SampledSource;
import dev.emp.metrics.support.SampledSources;
import dev.emp.metrics.support.SupportAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ContainerAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ContainerAutoConfigurationTests {

	@TempDir
	private Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SupportAutoConfiguration.class, ContainerAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new);

	@Test
	void readsTheOwnContainerOnly() {
		this.runner.run((context) -> assertThat(sources(context)).extracting(SampledSource::name)
			.isEqualTo((OS.current() == OS.LINUX) ? List.of("container") : List.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "on", "yes", "1" })
	void readsOthersWhereThatIsSwitchedOnInAnyWay(String on) {
		this.runner.withPropertyValues("emp.metrics.container.docker.enabled=" + on)
			.run((context) -> assertThat(sources(context)).extracting(SampledSource::name)
				.contains("container:docker"));
		this.runner.withPropertyValues("emp.metrics.container.cgroups.enabled=" + on)
			.run((context) -> assertThat(sources(context)).extracting(SampledSource::name)
				.contains("container:cgroups"));
	}

	@Test
	void readsOthersOnceWhereBothWaysAreSwitchedOn() {
		this.runner
			.withPropertyValues("emp.metrics.container.docker.enabled=true",
					"emp.metrics.container.cgroups.enabled=true")
			.run((context) -> assertThat(sources(context)).extracting(SampledSource::name)
				.contains("container:docker")
				.doesNotContain("container:cgroups"));
	}

	@Test
	void theOwnContainerNeverHasMoreSeriesThanThere() {
		this.runner
			.withPropertyValues("emp.metrics.container.interval=1s",
					"management.metrics.enable.emp.metrics.source=true")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				Awaitility.await()
					.until(() -> registry.find("emp.metrics.source.up").tag("source", "container").gauge() != null
							|| OS.current() != OS.LINUX);
				List<Meter> meters = registry.getMeters()
					.stream()
					.filter((meter) -> meter.getId().getName().startsWith("container."))
					.toList();
				assertThat(meters).hasSizeLessThanOrEqualTo(14)
					.allSatisfy((meter) -> assertThat(meter.getId().getTag("container.name")).isNotBlank());
				assertThat(meters.stream().map((meter) -> meter.getId().getTag("container.id")).distinct())
					.hasSizeLessThanOrEqualTo(1);
			});
	}

	@Test
	void canBeSwitchedOff() {
		this.runner
			.withPropertyValues("emp.metrics.container.enabled=false", "emp.metrics.container.docker.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SampledSources.class));
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void readsADockerEngine() throws IOException {
		try (FakeDockerEngine engine = new FakeDockerEngine(this.directory.resolve("docker.sock"))) {
			engine.run(2);
			this.runner
				.withPropertyValues("emp.metrics.container.docker.enabled=true",
						"emp.metrics.container.docker.endpoint=unix://" + engine.socket,
						"emp.metrics.container.docker.exclude=c1", "emp.metrics.container.interval=1s")
				.run((context) -> {
					MeterRegistry registry = context.getBean(MeterRegistry.class);
					Awaitility.await()
						.until(() -> registry.find("container.memory.usage")
							.tag("container.name", "c2")
							.gauge() != null);
					assertThat(registry.get("container.memory.usage").tag("container.name", "c2").gauge().value())
						.isEqualTo(335_872);
					assertThat(registry.find("container.memory.usage").tag("container.name", "c1").gauge()).isNull();
					assertThat(registry.get("container.disk.io")
						.tags("container.name", "c2", "disk.io.direction", "write", "container.image.name", "image")
						.counter()
						.count()).as("since the series is there").isZero();
					assertThat(registry.get("container.restarts").tag("container.name", "c2").counter().count())
						.isZero();
					engine.containers.clear();
					Awaitility.await()
						.atMost(Duration.ofSeconds(20))
						.until(() -> registry.find("container.memory.usage")
							.tag("container.name", "c2")
							.gauge() == null);
				});
		}
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void startsWithoutASocketAndSaysSoOnce(CapturedOutput output) throws IOException {
		Path socket = this.directory.resolve("docker.sock");
		this.runner
			.withPropertyValues("emp.metrics.container.docker.enabled=true",
					"emp.metrics.container.docker.endpoint=unix://" + socket, "emp.metrics.container.interval=1s")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				Awaitility.await().until(() -> errors(registry) >= 2);
				assertThat(output).containsOnlyOnce("DockerException: no Docker Engine at unix://")
					.contains(
							"Mount the socket, or set emp.metrics.container.docker.endpoint to where it is. It is tried");
				try (FakeDockerEngine engine = new FakeDockerEngine(socket)) {
					engine.run(1);
					Awaitility.await()
						.atMost(Duration.ofSeconds(30))
						.until(() -> registry.find("container.memory.usage")
							.tag("container.name", "c1")
							.gauge() != null);
					Awaitility.await()
						.untilAsserted(
								() -> assertThat(output).containsOnlyOnce("The source container:docker answers again"));
				}
				if (OS.current() == OS.LINUX) {
					assertThat(registry.find("emp.metrics.source.errors").tag("source", "container").meter()).isNull();
				}
			});
	}

	@Test
	void readsTheCgroupsOfTheMachine() throws IOException {
		String id = FakeDockerEngine.id(0xabc).replaceFirst("^000000000000", "abcdefabcdef");
		Path container = Files.createDirectories(this.directory.resolve("docker").resolve(id));
		Files.writeString(this.directory.resolve("cgroup.controllers"), "cpu pids\n");
		Files.writeString(container.resolve("pids.current"), "7\n");
		this.runner
			.withPropertyValues("emp.metrics.container.cgroups.enabled=true",
					"emp.metrics.container.cgroups.path=" + this.directory)
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				Awaitility.await()
					.until(() -> registry.find("container.pids").tag("container.id", "abcdefabcdef").gauge() != null);
				assertThat(registry.get("container.pids")
					.tags("container.id", "abcdefabcdef", "container.name", "unknown", "container.image.name",
							"unknown")
					.gauge()
					.value()).isEqualTo(7);
			});
	}

	@Test
	void needsNoOshiAndNoJackson() {
		this.runner.withClassLoader(new FilteredClassLoader("oshi", "com.sun.jna", "tools.jackson", "com.fasterxml"))
			.withPropertyValues("emp.metrics.container.docker.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void stepsAsideForOtherSources() {
		SampledSources none = new SampledSources(List.of());
		this.runner
			.withPropertyValues("emp.metrics.container.docker.enabled=true",
					"emp.metrics.container.cgroups.enabled=true")
			.withBean("empContainerSources", SampledSources.class, () -> none)
			.withBean("empDockerContainerSources", SampledSources.class, () -> none)
			.withBean("empCgroupContainerSources", SampledSources.class, () -> none)
			.run((context) -> assertThat(sources(context)).isEmpty());
	}

	@Test
	void refusesWhatCannotWork() {
		assertRefused("emp.metrics.container.docker.endpoint=tcp://docker:2375",
				"The property emp.metrics.container.docker.endpoint is 'tcp://docker:2375', which begins neither");
		assertRefused("emp.metrics.container.docker.timeout=20s",
				"The property emp.metrics.container.docker.timeout is '20s', which is not from 100ms to 9s");
		assertRefused("emp.metrics.container.docker.max-containers=0", "which is not from 1 to 1000");
		assertRefused("emp.metrics.container.cgroups.max-containers=5000", "which is not from 1 to 1000");
		assertRefused("emp.metrics.container.interval=10ms", "which is below one second");
	}

	private void assertRefused(String property, String message) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
	}

	private static double errors(MeterRegistry registry) {
		Counter counter = registry.find("emp.metrics.source.errors").tag("source", "container:docker").counter();
		return (counter != null) ? counter.count() : 0;
	}

	private static List<SampledSource<?>> sources(ApplicationContext context) {
		List<SampledSource<?>> all = new ArrayList<>();
		context.getBeanProvider(SampledSources.class).orderedStream().forEach((sources) -> all.addAll(sources.all()));
		return all;
	}

}
